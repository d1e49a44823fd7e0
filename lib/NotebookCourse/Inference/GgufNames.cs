namespace NotebookCourse.Inference;

/// <summary>The names of weights in GGUF files, from their Hugging Face names.</summary>
internal static class GgufNames
{
    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["post_attention_layernorm"] = "ffn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.q_a_proj"] = "attn_q_a",
        ["self_attn.q_a_layernorm"] = "attn_q_a_norm",
        ["self_attn.q_b_proj"] = "attn_q_b",
        ["self_attn.kv_a_proj_with_mqa"] = "attn_kv_a_mqa",
        ["self_attn.kv_a_layernorm"] = "attn_kv_a_norm",
        ["self_attn.kv_b_proj"] = "attn_kv_b",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
        ["mlp.gate"] = "ffn_gate_inp",
        ["mlp.shared_experts.gate_proj"] = "ffn_gate_shexp",
        ["mlp.shared_experts.up_proj"] = "ffn_up_shexp",
        ["mlp.shared_experts.down_proj"] = "ffn_down_shexp",
        ["mlp.experts.gate_proj"] = "ffn_gate_exps",
        ["mlp.experts.up_proj"] = "ffn_up_exps",
        ["mlp.experts.down_proj"] = "ffn_down_exps",
    };

    private static readonly Dictionary<string, string> Whole = new(StringComparer.Ordinal)
    {
        ["model.embed_tokens.weight"] = "token_embd.weight",
        ["model.embed_positions.weight"] = "position_embd.weight",
        ["model.norm.weight"] = "output_norm.weight",
        ["model.norm.bias"] = "output_norm.bias",
        ["lm_head.weight"] = "output.weight",
    };

    /// <summary>The tensor that holds a weight, and which of its experts it is; -1 where the tensor is the weight.</summary>
    /// <param name="name">For example <c>model.layers.3.mlp.experts.5.up_proj.weight</c>, which is number 5 of <c>blk.3.ffn_up_exps.weight</c>.</param>
    /// <exception cref="ArgumentException">GGUF files have no place for such a weight.</exception>
    public static (string Name, int Expert) Of(string name)
    {
        if (Whole.TryGetValue(name, out string? whole))
            return (whole, -1);
        string[] steps = name.Split('.');
        if (steps is not ["model", "layers", _, .. string[] rest])
            throw new ArgumentException($"GGUF files have no place for '{name}'.", nameof(name));
        string block = $"blk.{steps[2]}.";
        if (rest is ["mlp", "gate", "e_score_correction_bias"])
            return (block + "exp_probs_b.bias", -1); // a bias of nothing: llama.cpp looks for no weight beside it
        int expert = rest is ["mlp", "experts", string number, ..] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : -1;
        string part = string.Join('.', expert < 0 ? rest[..^1] : ["mlp", "experts", .. rest[3..^1]]);
        return Parts.TryGetValue(part, out string? stored)
            ? ($"{block}{stored}.{rest[^1]}", expert)
            : throw new ArgumentException($"GGUF files have no place for '{name}'.", nameof(name));
    }
}
