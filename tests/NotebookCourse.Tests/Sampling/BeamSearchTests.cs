using NotebookCourse.Sampling;

namespace NotebookCourse.Tests.Sampling;

[Collection(OneTorch.Name)]
public sealed class BeamSearchTests
{
    /// <summary>After 0: token 1 looks best (0.5) but leads to a flat row; token 2 (0.4) leads to a sure one.</summary>
    private static readonly TableModel Trap = new(
    [
        [0.05, 0.5, 0.4, 0.05],
        [0.25, 0.25, 0.25, 0.25],
        [0.02, 0.02, 0.02, 0.94],
        [0.25, 0.25, 0.25, 0.25],
    ]);

    [Fact]
    public void A_wider_beam_finds_what_greedy_misses()
    {
        Beam greedy = new BeamSearch(Trap, 1).Search([0], 2)[0], wide = new BeamSearch(Trap, 2).Search([0], 2)[0];
        Assert.Equal(1, greedy.Tokens[0]);
        Assert.Equal([2, 3], wide.Tokens);
        Assert.Equal(Math.Log(0.4 * 0.94), wide.LogProbability, 1e-6);
        Assert.True(wide.LogProbability > greedy.LogProbability);
    }

    [Fact]
    public void A_beam_as_wide_as_the_tree_is_exhaustive()
    {
        TableModel model = TableModel.Random(9, 4);
        IReadOnlyList<Beam> beams = new BeamSearch(model, 64, lengthExponent: 0).Search([0], 3);
        Assert.Equal(64, beams.Count);
        Assert.Equal(1, beams.Sum(beam => Math.Exp(beam.LogProbability)), 1e-5);
        Assert.Equal(beams.OrderByDescending(beam => beam.LogProbability).Select(beam => beam.Score), beams.Select(beam => beam.Score));
    }

    [Fact]
    public void Length_normalisation_lets_longer_answers_win()
    {
        var model = new TableModel([[0.1, 0.5, 0.4], [0.05, 0.9, 0.05], [1.0 / 3, 1.0 / 3, 1.0 / 3]]);
        Assert.Equal([2], new BeamSearch(model, 3, 0).Search([0], 12, endToken: 2)[0].Tokens);
        Assert.True(new BeamSearch(model, 3, 1.5).Search([0], 12, endToken: 2)[0].Tokens.Count > 5);
    }
}
