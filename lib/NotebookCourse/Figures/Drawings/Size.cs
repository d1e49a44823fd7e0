namespace NotebookCourse.Figures.Drawings;

/// <summary>How much room a part takes, in pixels.</summary>
internal readonly record struct Size(double Width, double Height);

/// <summary>Where a part stands, in pixels; y downwards.</summary>
internal readonly record struct Place(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public double MiddleX => X + Width / 2;

    public double MiddleY => Y + Height / 2;

    /// <summary>Whether another place lies in this one, as a box lies in its frame.</summary>
    public bool Contains(Place other) => this != other && other.X >= X && other.Right <= Right && other.Y >= Y && other.Bottom <= Bottom;

    /// <summary>Whether this place lies in the stretch from one place to another, downwards or across.</summary>
    public bool IsBetween(Place one, Place other, bool downwards) => downwards
        ? Y < Math.Max(one.MiddleY, other.MiddleY) && Bottom > Math.Min(one.MiddleY, other.MiddleY)
        : X < Math.Max(one.MiddleX, other.MiddleX) && Right > Math.Min(one.MiddleX, other.MiddleX);
}
