namespace NotebookCourse.Precision;

/// <summary>The upper two bytes of the floats that the 128 codes without a sign stand for; the lower two are zero.</summary>
internal static class Float8Bytes<TLayout>
    where TLayout : struct, IFloat8Layout
{
    public static readonly byte[] Upper = Bytes(shift: 24);

    public static readonly byte[] Lower = Bytes(shift: 16);

    private static byte[] Bytes(int shift) =>
        [.. TLayout.Format.Values[..128].ToArray().Select(value => (byte)(BitConverter.SingleToUInt32Bits(value) >> shift))];
}
