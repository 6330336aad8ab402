namespace Approvals.Gateway.Policies;

/// <summary>The section <c>Policies</c>.</summary>
public sealed class PoliciesOptions
{
    /// <summary>The folder of the policy files; relative to the configuration file's folder. <c>ecs.json</c> is the policy "ecs". Default: none.</summary>
    public string? Directory { get; init; }
}
