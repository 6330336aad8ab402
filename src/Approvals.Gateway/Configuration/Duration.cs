using System.ComponentModel;
using System.Globalization;

namespace Approvals.Gateway.Configuration;

/// <summary>A length of time as configuration writes it: a whole number and a unit, such as 250ms, 50s, 15m, 2h or 1d.</summary>
/// <param name="Value">The same length as the runtime counts it.</param>
[TypeConverter(typeof(Converter))]
public readonly record struct Duration(TimeSpan Value)
{
    // Longest first: "ms" also ends in "s".
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    public static implicit operator TimeSpan(Duration duration) => duration.Value;

    public static Duration FromSeconds(long seconds) => new(TimeSpan.FromSeconds(seconds));

    public static Duration FromMinutes(long minutes) => new(TimeSpan.FromMinutes(minutes));

    public TimeSpan ToTimeSpan() => Value;

    public static bool TryParse(string? text, out Duration duration)
    {
        duration = default;
        foreach (var (unit, ticks) in Units)
        {
            if (text is not null && text.EndsWith(unit, StringComparison.Ordinal))
            {
                if (!long.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    || count > TimeSpan.MaxValue.Ticks / ticks)
                {
                    return false;
                }

                duration = new Duration(TimeSpan.FromTicks(count * ticks));
                return true;
            }
        }

        return false;
    }

    /// <exception cref="FormatException">The text is not a whole number with one of the units.</exception>
    public static Duration Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration; write e.g. 50s or 15m");

    /// <summary>The text that reads back to the same length, in the largest unit that fits; anything finer than a millisecond is left out.</summary>
    public override string ToString()
    {
        var ticks = Value.Ticks;
        var (unit, size) = Units.Reverse().FirstOrDefault(u => ticks != 0 && ticks % u.Ticks == 0, ticks == 0 ? Units[1] : Units[0]);
        return string.Create(CultureInfo.InvariantCulture, $"{ticks / size}{unit}");
    }

    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text ? Parse(text) : base.ConvertFrom(context, culture, value);
    }
}
