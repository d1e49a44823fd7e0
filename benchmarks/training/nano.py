#!/usr/bin/env python3
"""usage: nano.py TEXT [SEED [THREADS]]

nanoGPT's CPU configuration (its README: 4 layers, 4 heads, 128 wide, context 64, batch 12, 2,000 steps) trained to its end in PyTorch, as
its train.py does, on any text: what `dotnet course.cs train nano-char --text TEXT` should arrive at. Prints the seconds and, last, the
validation loss over 20 batches.
"""
import math
import sys
import time

import torch
import torch.nn.functional as F

from peer import gpt

LAYERS, HEADS, WIDTH, CONTEXT, BATCH, STEPS = 4, 4, 128, 64, 12, 2000
PEAK, END, WARMUP = 1e-3, 1e-4, 100

seed, threads = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 1337), (3, 2)))
torch.set_num_threads(threads)
torch.manual_seed(seed)
text = open(sys.argv[1], encoding="utf-8").read()
characters = sorted(set(text))
number = {character: i for i, character in enumerate(characters)}
ids = torch.tensor([number[character] for character in text])
cut = len(ids) * 9 // 10
training, validation = ids[:cut], ids[cut:]


def normal(*shape, deviation=0.02):
    return (torch.randn(*shape) * deviation).requires_grad_()


weights = {"embed_tokens.weight": normal(len(characters), WIDTH), "embed_positions.weight": normal(CONTEXT, WIDTH), "norm.weight": torch.ones(WIDTH, requires_grad=True)}
for layer in range(LAYERS):
    p, last = f"layers.{layer}.", 0.02 / math.sqrt(2 * LAYERS)
    weights |= {p + f"self_attn.{name}_proj.weight": normal(WIDTH, WIDTH) for name in "qkv"}
    weights |= {p + "self_attn.o_proj.weight": normal(WIDTH, WIDTH, deviation=last), p + "mlp.up_proj.weight": normal(4 * WIDTH, WIDTH), p + "mlp.down_proj.weight": normal(WIDTH, 4 * WIDTH, deviation=last)}
    weights |= {p + name + ".weight": torch.ones(WIDTH, requires_grad=True) for name in ("input_layernorm", "post_attention_layernorm")}
matrices, gains = [[w for w in weights.values() if (w.dim() >= 2) == wanted] for wanted in (True, False)]
optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.1}, {"params": gains, "weight_decay": 0.0}], lr=PEAK, betas=(0.9, 0.99), foreach=True)


def loss_on(data):
    starts = torch.randint(len(data) - CONTEXT, (BATCH,)).tolist()
    x, y = (torch.stack([data[s + ahead : s + ahead + CONTEXT] for s in starts]) for ahead in (0, 1))
    logits = gpt(x, weights, {"layers": LAYERS, "heads": HEADS, "hidden_size": WIDTH})
    return F.cross_entropy(logits.flatten(0, 1), y.flatten())


begin = time.perf_counter()
for step in range(STEPS):
    rate = PEAK * (step + 1) / (WARMUP + 1) if step < WARMUP else END + (PEAK - END) * 0.5 * (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP)))
    for group in optimizer.param_groups:
        group["lr"] = rate
    loss_on(training).backward()
    torch.nn.utils.clip_grad_norm_(matrices + gains, 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
seconds = time.perf_counter() - begin
with torch.no_grad():
    mean = sum(loss_on(validation).item() for _ in range(20)) / 20
print(f"PyTorch {torch.__version__}: {seconds:.0f} s, {STEPS * BATCH * CONTEXT / seconds:,.0f} tokens/s")
print(f"validation loss: {mean:.4f}")
