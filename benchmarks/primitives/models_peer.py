#!/usr/bin/env python3
"""usage: models_peer.py FOLDER

The model that models.cs saved in FOLDER, once more in PyTorch (Debian's python3-torch), with the algorithm of DeepSeek's
reference implementation: expanded attention over einsum and softmax, and a loop over experts that looks up each one's tokens.
Prints the largest relative difference of the logits, then runs a forward pass for every line of its input and prints a line when it is done:
models.cs starts it and keeps the time.
"""
import json
import struct
import sys

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


def norm(x, weight, eps):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * weight


def swiglu(x, w, name):
    return F.linear(F.silu(F.linear(x, w[name + "gate_proj.weight"])) * F.linear(x, w[name + "up_proj.weight"]), w[name + "down_proj.weight"])


def rotate(x, turn):  # [batch, position, head, size]
    pairs = torch.view_as_complex(x.view(*x.shape[:-1], -1, 2))
    return torch.view_as_real(pairs * turn[:, None, :]).flatten(3)


def attention(x, w, c, turn):
    batch, length, _ = x.shape
    heads, content, rotary, value, rank = (c[k] for k in ("num_attention_heads", "qk_nope_head_dim", "qk_rope_head_dim", "v_head_dim", "kv_lora_rank"))
    q = F.linear(norm(F.linear(x, w["q_a_proj.weight"]), w["q_a_layernorm.weight"], c["rms_norm_eps"]), w["q_b_proj.weight"])
    q_content, q_rotary = q.view(batch, length, heads, -1).split([content, rotary], -1)
    latent, k_rotary = F.linear(x, w["kv_a_proj_with_mqa.weight"]).split([rank, rotary], -1)
    k_rotary = rotate(k_rotary.unsqueeze(2), turn)
    kv = F.linear(norm(latent, w["kv_a_layernorm.weight"], c["rms_norm_eps"]), w["kv_b_proj.weight"]).view(batch, length, heads, -1)
    k_content, v = kv.split([content, value], -1)
    q = torch.cat([q_content, rotate(q_rotary, turn)], -1)
    k = torch.cat([k_content, k_rotary.expand(-1, -1, heads, -1)], -1)
    scores = torch.einsum("bshd,bthd->bsht", q, k) * (content + rotary) ** -0.5
    scores += torch.full((length, length), float("-inf")).triu(1).unsqueeze(1)
    mixed = torch.einsum("bsht,bthd->bshd", scores.softmax(-1), v)
    return F.linear(mixed.flatten(2), w["o_proj.weight"])


def experts(x, w, c):
    tokens = x.reshape(-1, x.shape[-1])
    scores = F.linear(tokens, w["gate.weight"]).sigmoid()
    choice = (scores + w["gate.e_score_correction_bias"]).view(len(tokens), c["n_group"], -1)
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
            result[row] += swiglu(tokens[row], w, f"experts.{expert}.") * weights[row, place, None]
    return (result + swiglu(tokens, w, "shared_experts.")).view(x.shape)


def forward(tokens, w, layers, c):
    width = c["qk_rope_head_dim"]
    frequency = 1.0 / c["rope_theta"] ** (torch.arange(0, width, 2, dtype=torch.float32) / width)
    angle = torch.outer(torch.arange(tokens.shape[1]), frequency)
    turn = torch.polar(torch.ones_like(angle), angle)
    x = w["model.embed_tokens.weight"][tokens]
    for number, layer in enumerate(layers):
        x = x + attention(norm(x, layer["input_layernorm.weight"], c["rms_norm_eps"]), layer["attn"], c, turn)
        inner = norm(x, layer["post_attention_layernorm.weight"], c["rms_norm_eps"])
        x = x + (swiglu(inner, layer["mlp"], "") if number < c["first_k_dense_replace"] else experts(inner, layer["mlp"], c))
    return F.linear(norm(x, w["model.norm.weight"], c["rms_norm_eps"]), w["lm_head.weight"])


def part(weights, prefix):
    return {name[len(prefix) :]: value for name, value in weights.items() if name.startswith(prefix)}


folder = sys.argv[1]
config = json.load(open(folder + "/config.json"))
weights, recorded = load(folder + "/model.safetensors"), load(folder + "/activations.safetensors")
layers = []
for number in range(config["num_hidden_layers"]):
    layer = part(weights, f"model.layers.{number}.")
    layers.append({**layer, "attn": part(layer, "self_attn."), "mlp": part(layer, "mlp.")})
with torch.no_grad():
    logits = forward(recorded["tokens"], weights, layers, config)
    difference = ((logits - recorded["logits"]).abs().max() / recorded["logits"].abs().max()).item()
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads; logits differ by {difference:.1e} of the largest", flush=True)
    for _ in sys.stdin:
        forward(recorded["tokens"], weights, layers, config)
        print("done", flush=True)
