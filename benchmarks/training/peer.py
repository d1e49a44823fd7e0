#!/usr/bin/env python3
"""usage: peer.py FOLDER THREADS

The model that train.cs saved in FOLDER, trained in PyTorch (Debian's python3-torch 1.13): nanoGPT's model.py for a GPT, the
algorithm of DeepSeek's inference/model.py for a DeepSeek model (expanded attention, a loop over experts). Reads the number of steps
to take from standard input, line by line, and answers with the seconds they took and the last loss.
"""
import json
import math
import struct
import sys
import time

import torch
import torch.nn.functional as F

TYPES = {"F32": torch.float32, "I64": torch.int64}


def load(path):
    data = bytearray(open(path, "rb").read())
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = (8 + size + offset for offset in entry["data_offsets"])
        tensors[name] = torch.frombuffer(data[first:last], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"]).clone()
    return tensors


def gpt(tokens, w, c):  # nanoGPT, without biases, attention as before PyTorch 2
    batch, length = tokens.shape
    heads, width = c["heads"], c["hidden_size"]
    x = w["embed_tokens.weight"][tokens] + w["embed_positions.weight"][:length]
    mask = torch.tril(torch.ones(length, length)).view(1, 1, length, length) == 0
    for layer in range(c["layers"]):
        p = f"layers.{layer}."
        inner = F.layer_norm(x, (width,), w[p + "input_layernorm.weight"])
        qkv = F.linear(inner, torch.cat([w[p + f"self_attn.{name}_proj.weight"] for name in "qkv"]))
        q, k, v = (part.view(batch, length, heads, -1).transpose(1, 2) for part in qkv.split(width, 2))
        scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        mixed = F.softmax(scores.masked_fill(mask, float("-inf")), -1) @ v
        x = x + F.linear(mixed.transpose(1, 2).contiguous().view(batch, length, width), w[p + "self_attn.o_proj.weight"])
        inner = F.layer_norm(x, (width,), w[p + "post_attention_layernorm.weight"])
        x = x + F.linear(F.gelu(F.linear(inner, w[p + "mlp.up_proj.weight"])), w[p + "mlp.down_proj.weight"])
    return F.linear(F.layer_norm(x, (width,), w["norm.weight"]), w["embed_tokens.weight"])


def norm(x, weight, eps):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * weight


def swiglu(x, w, p):
    return F.linear(F.silu(F.linear(x, w[p + "gate_proj.weight"])) * F.linear(x, w[p + "up_proj.weight"]), w[p + "down_proj.weight"])


def rotate(x, turn):  # [batch, position, head, size]
    return torch.view_as_real(torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2)) * turn[:, None, :]).flatten(3)


def latent_attention(x, w, p, c, turn):
    batch, length, _ = x.shape
    heads, content, rotary, value, rank = (c[k] for k in ("num_attention_heads", "qk_nope_head_dim", "qk_rope_head_dim", "v_head_dim", "kv_lora_rank"))
    q = F.linear(norm(F.linear(x, w[p + "q_a_proj.weight"]), w[p + "q_a_layernorm.weight"], c["rms_norm_eps"]), w[p + "q_b_proj.weight"])
    q_content, q_rotary = q.view(batch, length, heads, -1).split([content, rotary], -1)
    latent, k_rotary = F.linear(x, w[p + "kv_a_proj_with_mqa.weight"]).split([rank, rotary], -1)
    kv = F.linear(norm(latent, w[p + "kv_a_layernorm.weight"], c["rms_norm_eps"]), w[p + "kv_b_proj.weight"]).view(batch, length, heads, -1)
    k_content, v = kv.split([content, value], -1)
    q = torch.cat([q_content, rotate(q_rotary, turn)], -1)
    k = torch.cat([k_content, rotate(k_rotary.unsqueeze(2), turn).expand(-1, -1, heads, -1)], -1)
    scores = torch.einsum("bshd,bthd->bsht", q, k) * (content + rotary) ** -0.5
    scores = scores + torch.full((length, length), float("-inf")).triu(1).unsqueeze(1)
    return F.linear(torch.einsum("bsht,bthd->bshd", scores.softmax(-1), v).flatten(2), w[p + "o_proj.weight"])


def experts(x, w, p, c):
    tokens = x.reshape(-1, x.shape[-1])
    scores = F.linear(tokens, w[p + "gate.weight"]).sigmoid()
    choice = (scores + w[p + "gate.e_score_correction_bias"]).view(len(tokens), c["n_group"], -1)
    groups = choice.topk(2, -1)[0].sum(-1).topk(c["topk_group"], -1)[1]
    outside = torch.ones(len(tokens), c["n_group"], dtype=torch.bool).scatter_(1, groups, False)
    indices = choice.masked_fill(outside.unsqueeze(-1), float("-inf")).flatten(1).topk(c["num_experts_per_tok"], -1)[1]
    weights = scores.gather(1, indices)
    weights = weights / weights.sum(-1, keepdim=True) * c["routed_scaling_factor"]
    result = torch.zeros_like(tokens)
    counts = torch.bincount(indices.flatten(), minlength=c["n_routed_experts"]).tolist()
    for expert in range(c["n_routed_experts"]):
        if counts[expert]:
            row, place = torch.where(indices == expert)
            result[row] += swiglu(tokens[row], w, f"{p}experts.{expert}.") * weights[row, place, None]
    return (result + swiglu(tokens, w, p + "shared_experts.")).view(x.shape)


def deepseek(tokens, w, c):
    width = c["qk_rope_head_dim"]
    angle = torch.outer(torch.arange(tokens.shape[1]), 1.0 / c["rope_theta"] ** (torch.arange(0, width, 2, dtype=torch.float32) / width))
    turn = torch.polar(torch.ones_like(angle), angle)
    x = w["model.embed_tokens.weight"][tokens]
    for layer in range(c["num_hidden_layers"]):
        p = f"model.layers.{layer}."
        x = x + latent_attention(norm(x, w[p + "input_layernorm.weight"], c["rms_norm_eps"]), w, p + "self_attn.", c, turn)
        inner = norm(x, w[p + "post_attention_layernorm.weight"], c["rms_norm_eps"])
        x = x + (swiglu(inner, w, p + "mlp.") if layer < c["first_k_dense_replace"] else experts(inner, w, p + "mlp.", c))
    return F.linear(norm(x, w["model.norm.weight"], c["rms_norm_eps"]), w["lm_head.weight"])


def main():
    folder, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    config = json.load(open(folder + "/config.json"))
    weights, batch = load(folder + "/weights.safetensors"), load(folder + "/batch.safetensors")
    forward = deepseek if "kv_lora_rank" in config else gpt
    trained = [t.requires_grad_() for name, t in weights.items() if not name.endswith("e_score_correction_bias")]
    optimizer = torch.optim.AdamW(
        [{"params": [t for t in trained if t.dim() >= 2], "weight_decay": 0.1}, {"params": [t for t in trained if t.dim() < 2], "weight_decay": 0.0}],
        lr=1e-3, betas=(0.9, 0.95), foreach=True)
    print(f"PyTorch {torch.__version__}", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            logits = forward(batch["inputs"], weights, config)
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), batch["targets"].view(-1))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            last = loss.item()
        print(f"{time.perf_counter() - start} {last}", flush=True)


if __name__ == "__main__":
    main()
