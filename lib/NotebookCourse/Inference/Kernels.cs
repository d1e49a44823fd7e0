using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NotebookCourse.Inference;

/// <summary>The products of every stored type for one width of register, chosen once for the processor.</summary>
internal abstract unsafe class Kernels
{
    /// <summary>The widest this processor has.</summary>
    public static Kernels Best { get; } = OfWidth(Avx512F.IsSupported && Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128);

    /// <summary>Bits of a register: 128, 256 or 512.</summary>
    public abstract int Width { get; }

    /// <summary>The products for a width, whether or not the processor has it.</summary>
    public static Kernels OfWidth(int width) => width switch
    {
        128 => new Wide<Lanes128>(128),
        256 => new Wide<Lanes256>(256),
        512 => new Wide<Lanes512>(512),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "A register is 128, 256 or 512 bits wide."),
    };

    /// <summary>y[row] = W x, for rows first to end.</summary>
    public abstract void Rows(in Matrix matrix, int first, int end, float* x, float* y);

    /// <summary>y[column] += Wᵀ x, for columns first to end.</summary>
    public abstract void Columns(in Matrix matrix, int first, int end, float* x, float* y);

    /// <summary>A row as floats.</summary>
    public abstract void Decode(in Matrix matrix, int row, float* destination);

    /// <summary>y = x Wᵀ for rows of W as floats and many inputs; see <see cref="Panels{TLanes}"/>.</summary>
    public abstract void Panel(float* panel, long panelStride, int rows, int columns, float* x, long xStride, int tokens, float* y, long yStride);

    private sealed class Wide<TLanes>(int width) : Kernels
        where TLanes : struct, ILanes<TLanes>
    {
        public override int Width => width;

        public override void Rows(in Matrix matrix, int first, int end, float* x, float* y)
        {
            switch (matrix.Type)
            {
                case StoredType.Float32: Products<TLanes, Float32Stored>.Rows(matrix, first, end, x, y); break;
                case StoredType.Float16: Products<TLanes, Float16Stored>.Rows(matrix, first, end, x, y); break;
                case StoredType.BFloat16: Products<TLanes, BFloat16Stored>.Rows(matrix, first, end, x, y); break;
                case StoredType.Float8: Products<TLanes, Float8Stored>.Rows(matrix, first, end, x, y); break;
                default: Products<TLanes, Q8Stored>.Rows(matrix, first, end, x, y); break;
            }
        }

        public override void Columns(in Matrix matrix, int first, int end, float* x, float* y)
        {
            switch (matrix.Type)
            {
                case StoredType.Float32: Products<TLanes, Float32Stored>.Columns(matrix, first, end, x, y); break;
                case StoredType.Float16: Products<TLanes, Float16Stored>.Columns(matrix, first, end, x, y); break;
                case StoredType.BFloat16: Products<TLanes, BFloat16Stored>.Columns(matrix, first, end, x, y); break;
                case StoredType.Float8: Products<TLanes, Float8Stored>.Columns(matrix, first, end, x, y); break;
                default: Products<TLanes, Q8Stored>.Columns(matrix, first, end, x, y); break;
            }
        }

        public override void Decode(in Matrix matrix, int row, float* destination)
        {
            switch (matrix.Type)
            {
                case StoredType.Float32: Products<TLanes, Float32Stored>.Decode(matrix, row, destination); break;
                case StoredType.Float16: Products<TLanes, Float16Stored>.Decode(matrix, row, destination); break;
                case StoredType.BFloat16: Products<TLanes, BFloat16Stored>.Decode(matrix, row, destination); break;
                case StoredType.Float8: Products<TLanes, Float8Stored>.Decode(matrix, row, destination); break;
                default: Products<TLanes, Q8Stored>.Decode(matrix, row, destination); break;
            }
        }

        public override void Panel(float* panel, long panelStride, int rows, int columns, float* x, long xStride, int tokens, float* y, long yStride)
            => Panels<TLanes>.Multiply(panel, panelStride, rows, columns, x, xStride, tokens, y, yStride);
    }
}
