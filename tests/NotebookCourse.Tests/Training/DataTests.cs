using System.Text;
using NotebookCourse.Training;

namespace NotebookCourse.Tests.Training;

[Collection(OneTorch.Name)]
public sealed class DataTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Targets_are_the_inputs_one_token_later()
    {
        Batch batch = Small.Windows().At(3);
        long[] inputs = [.. batch.Inputs[1].data<long>()], targets = [.. batch.Targets[1].data<long>()];
        Assert.Equal(inputs[1..], targets[..^1]);
        Assert.Equal(4 * Small.Context, batch.TokenCount);
    }

    [Fact]
    public void The_same_number_gives_the_same_batch_in_any_order()
    {
        BatchSource[] sources = [Small.Windows(), new ShuffledBlocks(Small.Stream, 4, Small.Context, 1), Mixture(1, 1)];
        foreach (BatchSource source in sources)
        {
            long[] late = [.. source.At(900).Inputs.data<long>()];
            long[] early = [.. source.At(2).Inputs.data<long>()];
            Assert.Equal(late, source.At(900).Inputs.data<long>().ToArray());
            Assert.NotEqual(early, late);
        }
    }

    [Fact]
    public void Every_block_comes_once_in_an_epoch_and_in_another_order_in_the_next()
    {
        var source = new ShuffledBlocks(new TokenStream(Enumerable.Range(0, 101).ToArray()), 5, 10, 1);
        Assert.Equal(10, source.BlockCount);
        long[] Firsts(int batch) => [.. source.At(batch).Inputs.select(1, 0).data<long>()];
        long[] epoch = [.. Firsts(0), .. Firsts(1)], next = [.. Firsts(2), .. Firsts(3)];
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 10L * i), epoch.Order());
        Assert.Equal(epoch.Order(), next.Order());
        Assert.NotEqual(epoch, next);
    }

    [Fact]
    public void Domains_come_in_their_shares_and_are_known()
    {
        DomainMixture mixture = Mixture(3, 1);
        int second = 0;
        for (int number = 0; number < 500; number++)
        {
            Batch batch = mixture.At(number);
            for (int row = 0; row < 4; row++)
            {
                Assert.Equal(batch.Domains[row] == 0, batch.Inputs[row, 0].item<long>() < 1000);
                second += batch.Domains[row];
            }
        }

        Assert.InRange(second / 2000.0, 0.21, 0.29);
        Assert.Contains("not all 0", Assert.Throws<ArgumentException>(() => Mixture(0, 0)).Message);
    }

    [Fact]
    public void Windows_reach_both_ends_of_the_stream()
    {
        var source = new RandomWindows(new TokenStream(Enumerable.Range(0, 12).ToArray()), 8, 8, 1);
        long[] starts = [.. Enumerable.Range(0, 50).SelectMany(number => source.At(number).Inputs.select(1, 0).data<long>().ToArray())];
        Assert.Equal([0L, 1, 2, 3], starts.Distinct().Order());
    }

    [Fact]
    public void Fingerprints_tell_data_apart()
    {
        ulong Of(string text) => TokenStream.Of(text, Small.Tokenizer).Fingerprint();
        Assert.NotEqual(Of("12 and 3"), Of("12 and 4"));
        Assert.NotEqual(Small.Windows(batch: 4).Fingerprint, Small.Windows(batch: 5).Fingerprint);
    }

    [Fact]
    public void A_short_text_says_how_long_it_would_have_to_be()
    {
        string message = Assert.Throws<InvalidDataException>(() => TokenStream.Of("123 and 45", Small.Tokenizer).Split(0.9, 64)).Message;
        Assert.Contains("10 tokens", message);
        Assert.Contains("about 651", message);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1000)]
    public void A_file_read_in_blocks_is_the_whole_text(int block)
    {
        const string text = "\uFEFFa\r\nb🙂c\n\n一行很长很长很长的话🙂🙂🙂没有换行\rend";
        File.WriteAllText(_file, text, new UTF8Encoding(false));
        string[] blocks = [.. TextBlocks.Blocks(_file, block)];
        Assert.Equal("a\nb🙂c\n\n一行很长很长很长的话🙂🙂🙂没有换行\nend", string.Concat(blocks));
        Assert.All(blocks, part => Assert.False(char.IsLowSurrogate(part[0])));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_named()
    {
        File.WriteAllBytes(_file, [65, 66, 0xFF, 67]);
        Assert.Contains("not UTF-8", Assert.Throws<InvalidDataException>(() => TextBlocks.Read(_file).ToList()).Message);
        Assert.Throws<FileNotFoundException>(() => TextBlocks.Read(_file + "nowhere"));
    }

    [Fact]
    public void A_byte_that_is_not_UTF8_is_named_by_its_place_in_the_file_however_far_in_it_is()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("ab\n", 2_000)) + "词" + new string('x', 3_000_000));
        bytes[6_000] = 0xB5;
        File.WriteAllBytes(_file, bytes);
        Assert.Contains("byte 6000 (line 2001) is 0xB5", Assert.Throws<InvalidDataException>(() => TextBlocks.Read(_file).ToList()).Message);
        File.WriteAllBytes(_file, [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("词\n", 700_000))), 0xE8, 0xAF]);
        Assert.Contains("byte 2800000 (line 700001) is 0xE8", Assert.Throws<InvalidDataException>(() => TextBlocks.Read(_file).ToList()).Message);
    }

    private static DomainMixture Mixture(double first, double second) => new(
        [(new TokenStream(Enumerable.Range(0, 500).ToArray()), first), (new TokenStream(Enumerable.Range(1000, 500).ToArray()), second)], 4, Small.Context, 3);
}
