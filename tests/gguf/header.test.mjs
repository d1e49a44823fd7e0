// The headers of exported models as Hugging Face's parser of GGUF reads them (its Hub shows what this package says of a file).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { GGMLQuantizationType, gguf } from "@huggingface/gguf";

const root = join(import.meta.dirname, "..", "..");
const work = mkdtempSync(join(tmpdir(), "gguf-"));
after(() => rmSync(work, { recursive: true }));

const types = { f32: "F32", bf16: "BF16", q8_0: "Q8_0" };
const blocks = { F32: [1, 4], BF16: [1, 2], Q8_0: [32, 34] }; // numbers in a block, bytes of it

for (const model of ["tiny-v3", "tiny-gpt"]) {
    for (const type of Object.keys(types)) {
        test(`${model} in ${type}`, async () => {
            const file = join(work, `${model}-${type}.gguf`);
            execFileSync("dotnet", ["course.cs", "export", model, "--format", "gguf", "--type", type, "--output", file], { cwd: root });
            const { metadata, tensorInfos, tensorDataOffset, parameterCount } = await gguf(file, { allowLocalFile: true, computeParametersCount: true });
            const course = JSON.parse(readFileSync(join(root, "data", "models", `${model}.json`), "utf8")).model;
            const tokens = metadata["tokenizer.ggml.tokens"];
            assert.equal(metadata.version, 3);
            assert.equal(Number(metadata.tensor_count), tensorInfos.length);
            assert.equal(metadata["general.name"], model);
            assert.deepEqual(shape(metadata), course.deepseek ? latent(course.deepseek, tokens.length) : dense(course.gpt, tokens.length));
            assert.equal(new Set(tokens).size, tokens.length);
            assert.equal(metadata["tokenizer.ggml.token_type"].length, tokens.length);
            assert.equal(parameterCount, tensorInfos.reduce((sum, tensor) => sum + elements(tensor), 0));

            // Matrices are of the type asked for, the tensors follow each other, and the file ends where the last of them does.
            let next = 0;
            for (const tensor of tensorInfos) {
                const name = GGMLQuantizationType[tensor.dtype];
                const [count, bytes] = blocks[name];
                assert.equal(Number(tensor.offset), next, tensor.name);
                assert.ok(name === "F32" || name === types[type], `${tensor.name} is of type ${name}`);
                next = align((elements(tensor) / count) * bytes + next, metadata["general.alignment"]);
            }
            assert.ok(tensorInfos.some(tensor => GGMLQuantizationType[tensor.dtype] === types[type] && tensor.n_dims > 1));
            assert.equal(statSync(file).size, Number(tensorDataOffset) + next);
        });
    }
}

function elements(tensor) {
    return tensor.shape.reduce((product, size) => product * Number(size), 1);
}

function align(offset, alignment) {
    return Math.ceil(offset / alignment) * alignment;
}

/** What the header says of the model, without the name of the architecture before each key. */
function shape(metadata) {
    const architecture = metadata["general.architecture"];
    const own = Object.entries(metadata).filter(([key]) => key.startsWith(`${architecture}.`));
    return { architecture, ...Object.fromEntries(own.map(([key, value]) => [key.slice(architecture.length + 1), round(value)])) };
}

function round(value) {
    return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}

/** The keys of architecture deepseek2, from the configuration that the model was trained with. */
function latent(model, vocabulary) {
    return {
        architecture: "deepseek2",
        context_length: model.max_position_embeddings,
        embedding_length: model.hidden_size,
        block_count: model.num_hidden_layers,
        feed_forward_length: model.intermediate_size,
        vocab_size: vocabulary,
        "attention.head_count": model.num_attention_heads,
        "attention.head_count_kv": 1, // the latent vector, which all heads share
        "attention.layer_norm_rms_epsilon": model.rms_norm_eps,
        "attention.q_lora_rank": model.q_lora_rank,
        "attention.kv_lora_rank": model.kv_lora_rank,
        "attention.key_length": model.kv_lora_rank + model.qk_rope_head_dim,
        "attention.value_length": model.kv_lora_rank,
        "attention.key_length_mla": model.qk_nope_head_dim + model.qk_rope_head_dim,
        "attention.value_length_mla": model.v_head_dim,
        "rope.dimension_count": model.qk_rope_head_dim,
        "rope.freq_base": model.rope_theta,
        leading_dense_block_count: model.first_k_dense_replace,
        expert_feed_forward_length: model.moe_intermediate_size,
        expert_count: model.n_routed_experts,
        expert_used_count: model.num_experts_per_tok,
        expert_shared_count: model.n_shared_experts,
        expert_weights_scale: model.routed_scaling_factor,
        expert_weights_norm: model.norm_topk_prob,
        expert_gating_func: 2, // sigmoid
        expert_group_count: model.n_group,
        expert_group_used_count: model.topk_group,
    };
}

/** The keys of architecture llama, which the course's modern GPT is. */
function dense(model, vocabulary) {
    return {
        architecture: "llama",
        context_length: 128,
        embedding_length: model.hidden_size,
        block_count: model.layers,
        feed_forward_length: 352, // 8/3 of the width, up to a multiple of 32
        vocab_size: vocabulary,
        "attention.head_count": model.heads,
        "attention.head_count_kv": model.heads,
        "attention.layer_norm_rms_epsilon": 1e-6,
        "attention.key_length": model.hidden_size / model.heads,
        "attention.value_length": model.hidden_size / model.heads,
        "rope.dimension_count": model.hidden_size / model.heads,
        "rope.freq_base": 10000,
    };
}
