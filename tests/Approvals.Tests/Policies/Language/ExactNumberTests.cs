using System.Globalization;
using System.Numerics;
using System.Text;
using Approvals.Policies.Conditions;
using CsCheck;

namespace Approvals.Tests.Policies.Language;

public sealed class ExactNumberTests
{
    private static readonly Gen<string> Digits = Gen.Int[0, 9].Array[1, 25].Select(digits => string.Concat(digits));

    private static readonly Gen<string> Whole = Gen.OneOf(Gen.Const("0"), Digits.Select(digits => digits.TrimStart('0') is { Length: > 0 } some ? some : "0"));

    /// <summary>Any number of JSON's grammar, often near another one.</summary>
    private static readonly Gen<string> Number =
        Gen.Select(Gen.Bool, Whole, Gen.OneOf(Gen.Const(""), Digits.Select(digits => "." + digits)), Gen.Int[-30, 30], Gen.Int[0, 3])
            .Select((negative, whole, fraction, exponent, style) => (negative ? "-" : "") + whole + fraction + style switch
            {
                0 => "",
                1 => $"e{exponent}",
                2 => exponent < 0 ? $"E{exponent}" : $"E+{exponent}",
                _ => $"e{(exponent < 0 ? "-" : "")}000{Math.Abs(exponent)}",
            });

    [Fact]
    public void Numbers_compare_as_fractions_of_big_integers_do() => Gen.Select(Number, Number).Sample(
        (left, right) => Assert.Equal(Math.Sign(Model(left).CompareTo(Model(right))), Math.Sign(Compare(left, right))), iter: 20_000);

    [Fact]
    public void Numbers_that_differ_in_one_digit_compare_so() => Gen.Select(Number, Gen.Int[0, 60], Gen.Int[0, 9]).Sample((number, place, digit) =>
    {
        var near = number.ToCharArray();
        var digits = Enumerable.Range(0, number.Length).TakeWhile(at => number[at] is not ('e' or 'E')).Where(at => char.IsAsciiDigit(number[at])).ToList();
        near[digits[place % digits.Count]] = (char)('0' + digit);
        Assert.Equal(Math.Sign(Model(number).CompareTo(Model(new string(near)))), Math.Sign(Compare(number, new string(near))));
    }, iter: 20_000);

    [Fact]
    public void The_same_number_in_another_writing_is_equal() => Gen.Select(Number, Gen.Int[0, 40]).Sample((number, shift) =>
    {
        var at = number.IndexOfAny(['e', 'E']);
        var (mantissa, exponent) = at < 0 ? (number, 0) : (number[..at], int.Parse(number[(at + 1)..], CultureInfo.InvariantCulture));
        var longer = (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".") + new string('0', shift + 1);
        Assert.Equal(0, Compare(number, $"{longer}e{exponent}"));
    });

    [Theory]
    [InlineData("1e1000000000000000000000000", "1e10000", 1)]
    [InlineData("-1e1000000000000000000000000", "-1e10000", -1)]
    [InlineData("1e-1000000000000000000000000", "1e-10000", -1)]
    [InlineData("0e1000000000000000000000000", "0", 0)]
    [InlineData("-0.000e5", "0", 0)]
    [InlineData("18446744073709551616", "18446744073709551615", 1)]
    [InlineData("0.1", "0.1000000000000000055511151231257827", -1)]
    public void No_exponent_and_no_digit_is_too_much(string left, string right, int expected) => Assert.Equal(expected, Math.Sign(Compare(left, right)));

    [Fact]
    public void A_million_zeros_and_an_exponent_that_takes_them_back_are_one()
    {
        Assert.Equal(0, Compare("1" + new string('0', 1_000_000) + "e-1000000", "1"));
        Assert.Equal(0, Compare("0." + new string('0', 999_999) + "1e1000000", "1"));
    }

    private static int Compare(string left, string right) => ExactNumber.Compare(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    // Times a power of ten that leaves nothing behind the dot: at most 25 digits and 30 more by the exponent.
    private static BigInteger Model(string number)
    {
        var at = number.IndexOfAny(['e', 'E']);
        var (mantissa, exponent) = at < 0 ? (number, 0) : (number[..at], int.Parse(number[(at + 1)..], CultureInfo.InvariantCulture));
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var places = dot < 0 ? 0 : mantissa.Length - dot - 1;
        return BigInteger.Parse(mantissa.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, 60 + exponent - places);
    }
}
