using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Approvals.Policies.Rules;

/// <summary>The names and globs of <c>hide</c>.</summary>
internal sealed class HiddenTools(IReadOnlyCollection<string> hidden)
{
    private readonly FrozenSet<string> _exact = hidden.Where(name => !Glob.IsGlob(name)).ToFrozenSet(StringComparer.Ordinal);
    private readonly ImmutableArray<Glob> _globs = [.. hidden.Where(Glob.IsGlob).Select(name => new Glob(name))];

    public bool Has(string tool)
    {
        if (_exact.Contains(tool))
        {
            return true;
        }

        foreach (var glob in _globs)
        {
            if (glob.Matches(tool))
            {
                return true;
            }
        }

        return false;
    }
}
