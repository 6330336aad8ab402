using System.ComponentModel;

namespace Approvals.Demo;

/// <summary>One change that a tool made: the <paramref name="Number"/>th since the server started.</summary>
public sealed record DemoEffect(int Number, string Tool, string What);

internal sealed record DemoCluster(string Name, IReadOnlyList<string> Services);

internal sealed record DemoClusters(IReadOnlyList<DemoCluster> Clusters);

internal sealed record DemoWorkload(
    string Cluster,
    string Name,
    [property: Description("How many tasks run.")] int Tasks,
    string Image);
