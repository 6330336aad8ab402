using Approvals.Gateway.Configuration;
using System.Text.RegularExpressions;
using Approvals.Gateway.Grants;
using Approvals.Gateway.Messaging;
using Approvals.Gateway.Notifications;
using Approvals.Gateway.Notifications.Slack;
using Approvals.Gateway.Notifications.Webhooks;
using Approvals.Gateway.Policies;
using Approvals.Gateway.Reviews;
using Approvals.Gateway.Reviews.People.Oidc;
using Approvals.Gateway.Storage;
using Approvals.Gateway.Upstreams;

namespace Approvals.Gateway.Startup;

/// <summary>Reads our sections and gathers every problem, so that an operator mends the configuration in one go.</summary>
internal sealed partial class ConfigurationCheck(IConfiguration configuration, IReadOnlySet<string> written)
{
    private static readonly string[] Standard =
        ["Logging", "AllowedHosts", "Kestrel", "ConnectionStrings", "urls", "http_ports", "https_ports", "environment", "contentRoot", "applicationName"];

    private readonly List<string> problems = [];

    public static IReadOnlyList<string> Sections { get; } =
        ["Gateway", "Upstreams", "Grants", "Reviewers", "Oidc", "Policies", "Storage", "Messaging", "Slack", "Webhooks"];

    /// <exception cref="ConfigurationProblems">Anything is wrong; it carries all that is.</exception>
    public GatewayConfiguration Read(string baseDirectory)
    {
        CheckTopLevel();
        var reader = new OptionsReader(problems);
        var read = new GatewayConfiguration
        {
            Gateway = reader.Read<GatewayOptions>(Section("Gateway")),
            Upstreams = reader.ReadNamed<UpstreamOptions>(Section("Upstreams")),
            Grants = reader.ReadNamed<GrantOptions>(Section("Grants")),
            Reviewers = reader.ReadNamed<ReviewerOptions>(Section("Reviewers")),
            Oidc = reader.Read<OidcOptions>(Section("Oidc")),
            Policies = reader.Read<PoliciesOptions>(Section("Policies")),
            Storage = reader.Read<StorageOptions>(Section("Storage")),
            Messaging = reader.Read<MessagingOptions>(Section("Messaging")),
            Notifications = new NotificationOptions(reader.Read<SlackOptions>(Section("Slack")), reader.ReadNamed<WebhookOptions>(Section("Webhooks"))),
            BaseDirectory = baseDirectory,
        };
        CheckEach(read);
        problems.AddRange(CrossReferences.Problems(read));
        problems.AddRange(ListenAddresses.Problems(configuration, read.IsDemo));
        return problems.Count == 0 ? read : throw new ConfigurationProblems(problems);
    }

    private IConfigurationSection Section(string name) => configuration.GetSection(name);

    private void CheckTopLevel()
    {
        foreach (var name in written.Except(Sections, StringComparer.OrdinalIgnoreCase).Except(Standard, StringComparer.OrdinalIgnoreCase))
        {
            if (NearestName.Of(name, [.. Sections, "config"]) is { } near && near != name)
            {
                problems.Add($"{name}: unknown section; did you mean '{near}'?");
            }
        }
    }

    private void CheckEach(GatewayConfiguration read)
    {
        Add("Gateway", read.Gateway.Problems());
        AddNamed("Upstreams", read.Upstreams, upstream => upstream.Problems(), UpstreamName(), "a-z, 0-9 and hyphens, e.g. my-server");
        AddNamed("Grants", read.Grants, grant => grant.Problems(), PersonOrGrantName(), "letters, digits and . _ @ -, e.g. alice-laptop");
        AddNamed("Reviewers", read.Reviewers, reviewer => reviewer.Problems(), PersonOrGrantName(), "letters, digits and . _ @ -, e.g. bob");
        Add("Oidc", read.Oidc.Problems());
        Add("Storage", read.Storage.Problems());
        Add("Messaging", read.Messaging.Problems());
        Add("Slack", read.Notifications.Slack.Problems());
        AddNamed("Webhooks", read.Notifications.Webhooks, webhook => webhook.Problems(), PersonOrGrantName(), "letters, digits and . _ @ -, e.g. audit");
    }

    private void AddNamed<T>(string section, IReadOnlyDictionary<string, T> entries, Func<T, IEnumerable<string>> rules, Regex names, string allowed)
    {
        foreach (var (name, entry) in entries)
        {
            if (!names.IsMatch(name))
            {
                problems.Add($"{section}:{name}: is not a name; write {allowed}");
            }

            Add($"{section}:{name}", rules(entry));
        }
    }

    private void Add(string path, IEnumerable<string> found) => problems.AddRange(found.Select(problem => $"{path}:{problem}"));

    [GeneratedRegex(@"\A[a-z0-9-]{1,100}\z")]
    private static partial Regex UpstreamName();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@-]{0,99}\z")]
    private static partial Regex PersonOrGrantName();
}
