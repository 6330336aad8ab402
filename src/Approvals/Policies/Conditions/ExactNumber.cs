namespace Approvals.Policies.Conditions;

/// <summary>Compares JSON numbers by their digits, as large and as exact as they are written; a floating-point number would round them.</summary>
internal static class ExactNumber
{
    // Beyond it an exponent is only large: no number of a policy comes near.
    private const long LargestExponent = 1_000_000_000_000;

    /// <summary>Below zero when the left is less. Takes the texts of two JSON numbers; linear in their lengths.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var a = new Parts(left);
        var b = new Parts(right);
        if (a.Sign != b.Sign || a.Sign == 0)
        {
            return a.Sign.CompareTo(b.Sign);
        }

        return a.Sign * (a.Magnitude == b.Magnitude ? CompareDigits(a.Digits, b.Digits) : a.Magnitude.CompareTo(b.Magnitude));
    }

    /// <summary>The exponent that is written, 0 when none is.</summary>
    public static long ExponentOf(ReadOnlySpan<byte> number)
    {
        var e = number.IndexOfAny("eE"u8);
        if (e < 0)
        {
            return 0;
        }

        var exponent = 0L;
        foreach (var digit in number[(e + 1)..].TrimStart("+-"u8))
        {
            exponent = Math.Min(exponent * 10 + (digit - '0'), LargestExponent);
        }

        return number[e + 1] == '-' ? -exponent : exponent;
    }

    // Both begin with a digit that is not zero and stands for the same power of ten; a dot among them means nothing any more.
    private static int CompareDigits(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        while (!left.IsEmpty || !right.IsEmpty)
        {
            var difference = Next(ref left) - Next(ref right);
            if (difference != 0)
            {
                return difference;
            }
        }

        return 0;
    }

    private static int Next(ref ReadOnlySpan<byte> digits)
    {
        if (digits is [(byte)'.', ..])
        {
            digits = digits[1..];
        }

        if (digits.IsEmpty)
        {
            return 0;
        }

        var digit = digits[0] - '0';
        digits = digits[1..];
        return digit;
    }

    /// <summary>A number as 0.d₁d₂d₃… times ten to the magnitude, d₁ not zero.</summary>
    private readonly ref struct Parts
    {
        public Parts(ReadOnlySpan<byte> number)
        {
            var digits = number.TrimStart((byte)'-');
            var e = digits.IndexOfAny("eE"u8);
            digits = e < 0 ? digits : digits[..e];
            var first = digits.IndexOfAnyInRange((byte)'1', (byte)'9');
            if (first < 0)
            {
                return;
            }

            var dot = digits.IndexOf((byte)'.');
            dot = dot < 0 ? digits.Length : dot;
            Sign = number[0] == '-' ? -1 : 1;
            Magnitude = dot - first + (first > dot ? 1 : 0) + ExponentOf(number);
            Digits = digits[first..];
        }

        public int Sign { get; }

        public long Magnitude { get; }

        public ReadOnlySpan<byte> Digits { get; }
    }
}
