namespace Approvals.Demo;

/// <summary>What the demo server's tools read and change. It lives in memory, belongs to one server, and may be used by many threads.</summary>
public sealed class DemoWorld
{
    /// <summary>How many effects are remembered; older ones are forgotten, but stay counted.</summary>
    public const int RememberedEffects = 1_000;

    private readonly Lock gate = new();
    private readonly List<DemoWorkload> services =
    [
        new("production", "web", 3, "nginx:1.29"),
        new("production", "worker", 2, "worker:42"),
        new("staging", "web", 1, "nginx:1.29"),
    ];
    private readonly List<string> accounts = ["acme", "globex"];
    private readonly Queue<DemoEffect> effects = [];
    private readonly Dictionary<string, int> calls = [];
    private readonly Dictionary<string, int> changes = [];
    private int keys;
    private int refunds;
    private int lastEffect;

    /// <summary>Every change that was made, oldest first.</summary>
    public IReadOnlyList<DemoEffect> Effects { get { lock (gate) { return [.. effects]; } } }

    /// <summary>How many calls of this tool arrived here, whether or not they succeeded.</summary>
    public int CallsOf(string tool) { lock (gate) { return calls.GetValueOrDefault(tool); } }

    /// <summary>How many changes this tool has made.</summary>
    public int EffectsOf(string tool) { lock (gate) { return changes.GetValueOrDefault(tool); } }

    internal IReadOnlyList<DemoCluster> Clusters()
    {
        lock (gate)
        {
            Count("list_clusters");
            return [.. services.GroupBy(service => service.Cluster)
                .Select(cluster => new DemoCluster(cluster.Key, [.. cluster.Select(service => service.Name)]))];
        }
    }

    internal DemoWorkload? Describe(string cluster, string service)
    {
        lock (gate)
        {
            Count("describe_service");
            return Find(cluster, service);
        }
    }

    /// <summary>A key that no scanner and no person takes for a real one: the hyphens are not in AWS's alphabet.</summary>
    internal string CreateAccessKey(string user)
    {
        lock (gate)
        {
            Count("create_access_key");
            var key = $"AKIADEMO-NOT-A-KEY-{++keys}";
            Remember("create_access_key", $"{key} for {user}");
            return key;
        }
    }

    internal bool DeleteService(string cluster, string service)
    {
        lock (gate)
        {
            Count("delete_service");
            if (Find(cluster, service) is not { } found)
            {
                return false;
            }

            services.Remove(found);
            Remember("delete_service", $"{cluster}/{service}");
            return true;
        }
    }

    internal string Refund(string customer, decimal amount)
    {
        lock (gate)
        {
            Count("refund");
            var number = $"refund-{++refunds}";
            Remember("refund", FormattableString.Invariant($"{number}: {amount:0.00} to {customer}"));
            return number;
        }
    }

    internal bool DeleteAccount(string account)
    {
        lock (gate)
        {
            Count("delete_account");
            if (!accounts.Remove(account))
            {
                return false;
            }

            Remember("delete_account", account);
            return true;
        }
    }

    private DemoWorkload? Find(string cluster, string service) =>
        services.Find(each => each.Cluster == cluster && each.Name == service);

    private void Count(string tool) => calls[tool] = calls.GetValueOrDefault(tool) + 1;

    private void Remember(string tool, string what)
    {
        changes[tool] = changes.GetValueOrDefault(tool) + 1;
        effects.Enqueue(new DemoEffect(++lastEffect, tool, what));
        if (effects.Count > RememberedEffects)
        {
            effects.Dequeue();
        }
    }
}
