namespace Approvals.Gateway.Tests.Configuration;

public sealed class ConfigurationCheckTests : IDisposable
{
    private const string Upstream = """ "Upstreams":{"ecs":{"Url":"http://127.0.0.1:7001/mcp"}} """;
    private const string HashA = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string EmptyHash = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""{"Gateway":{"Hold":"5 parsecs"}}""", "Gateway:Hold: '5 parsecs' is not a duration; write e.g. 50s or 15m")]
    [InlineData("""{"Gateway":{"Hold":"00:00:50"}}""", "Gateway:Hold: '00:00:50' is not a duration; write e.g. 50s or 15m")]
    [InlineData("""{"Gateway":{"Hold":{"Seconds":1}}}""", "Gateway:Hold: is a single value, not a list or an object")]
    [InlineData("""{"Gateway":{"Hold":"2h"}}""", "Gateway:Hold: 2h is out of range; write a duration from 50ms to 1h")]
    [InlineData("""{"Gateway":{"Claim":"0s"}}""", "Gateway:Claim: 0s is out of range; write a duration from 1s to 7d")]
    [InlineData("""{"Gateway":{"DenyFor":"2d"}}""", "Gateway:DenyFor: 2d is out of range; write a duration from 0s to 1d")]
    [InlineData("""{"Gateway":{"Heartbeat":"49ms"}}""", "Gateway:Heartbeat: 49ms is out of range; write a duration from 50ms to 1m")]
    [InlineData("""{"Gateway":{"UpstreamTimeout":"99ms"}}""", "Gateway:UpstreamTimeout: 99ms is out of range; write a duration from 100ms to 1d")]
    [InlineData("""{"Gateway":{"KeepContents":"59m"}}""", "Gateway:KeepContents: 59m is out of range; write a duration from 1h to 3650d")]
    [InlineData("""{"Gateway":{"KeepContents":"1d","Claim":"2d"}}""", "Gateway:KeepContents: 1d is shorter than Claim, within which an answer can be fetched; write 2d or more")]
    [InlineData("""{"Gateway":{"MaxConnections":7}}""", "Gateway:MaxConnections: 7 is out of range; write a number from 8 to 1000000")]
    [InlineData("""{"Gateway":{"AuditBacklog":0}}""", "Gateway:AuditBacklog: 0 is out of range; write a number from 1 to 1000000")]
    [InlineData("""{"Gateway":{"MaxBodyBytes":"big"}}""", "Gateway:MaxBodyBytes: 'big' is not a whole number; write e.g. 4194304")]
    [InlineData("""{"Gateway":{"MaxBodyBytes":1023}}""", "Gateway:MaxBodyBytes: 1023 is out of range; write a number from 1024 to 67108864")]
    [InlineData("""{"Gateway":{"MaxAnswerBytes":268435457}}""", "Gateway:MaxAnswerBytes: 268435457 is out of range; write a number from 1024 to 268435456")]
    [InlineData("""{"Gateway":{"MaxPendingPerGrant":0}}""", "Gateway:MaxPendingPerGrant: 0 is out of range; write a number from 1 to 10000")]
    [InlineData("""{"Gateway":{"PublicUrl":"approvals.example.com"}}""", "Gateway:PublicUrl: is not an http or https address without user, query and fragment; write e.g. https://approvals.example.com")]
    [InlineData("""{"Gateway":{"AllowedHosts":["*"]}}""", "Gateway:AllowedHosts: '*' is not a host name; write it without scheme, port and wildcard, e.g. approvals.example.com")]
    [InlineData("""{"Gateway":{"AllowedHosts":["a:80"]}}""", "Gateway:AllowedHosts: 'a:80' is not a host name; write it without scheme, port and wildcard, e.g. approvals.example.com")]
    [InlineData("""{"Gateway":{"AllowedHosts":[]}}""", "Gateway:AllowedHosts: nobody could reach the gateway; name at least one host")]
    [InlineData("""{"Gateway":{"AllowedHosts":"a"}}""", "Gateway:AllowedHosts: is a list; write [\"…\"] in a file or Gateway__AllowedHosts__0 in the environment")]
    [InlineData("""{"Gateway":{"AllowedHosts":["a",""]}}""", "Gateway:AllowedHosts:1: is empty; give a value or remove it")]
    [InlineData("""{"Gateway":{"AllowedOrigins":["https://a/b"]}}""", "Gateway:AllowedOrigins: 'https://a/b' is not an origin; write e.g. https://tools.example.com, without a path")]
    [InlineData("""{"Gateway":{"Hodl":"1s"}}""", "Gateway:Hodl: unknown key; did you mean 'Hold'?")]
    [InlineData("""{"Policies":{"Reload":true}}""", "Policies:Reload: unknown key; the keys here are Directory")]
    [InlineData("""{"Gateway":"on"}""", "Gateway: is an object with the keys PublicUrl, AllowedHosts, AllowedOrigins, DataDirectory, Hold, Claim, DenyFor, Reminders, OfferWait, Heartbeat, UpstreamTimeout, DrainDelay, DrainTimeout, KeepContents, MaxBodyBytes, MaxAnswerBytes, MaxPendingPerGrant, MaxPendingPerOwner, MaxPendingBytesPerGrant, MaxPendingBytesPerOwner, MaxOpenedPerMinutePerGrant, MaxOpenedPerMinutePerOwner, MaxParkedCalls, MaxConnections, AuditBacklog, not a single value")]
    [InlineData("""{"Upstream":{}}""", "Upstream: unknown section; did you mean 'Upstreams'?")]
    [InlineData("""{"Policy":{"Directory":"p"}}""", "Policy: unknown section; did you mean 'Policies'?")]
    [InlineData("""{"Slack":{"Conversation":"C1"}}""", "Slack:Conversation: does nothing without the bot's token; set BotToken, or remove it")]
    [InlineData("""{"Slack":{"BotToken":"xapp-1","SigningSecret":"0123456789abcdef","Conversation":"C1"}}""", "Slack:BotToken: is not a bot token; it begins with xoxb- (Slack: your app, OAuth & Permissions)")]
    [InlineData("""{"Slack":{"BotToken":"xoxb-1","Conversation":"C1"}}""", "Slack:SigningSecret: clicks could not come back; set SigningSecret (Slack reaches /slack/interactions), or AppToken (Socket Mode)")]
    [InlineData("""{"Slack":{"BotToken":"xoxb-1","SigningSecret":"changeme"}}""", "Slack:Conversation: nobody would be asked; give the id of a conversation, e.g. C0123ABCD")]
    [InlineData("""{"Slack":{"BotToken":"xoxb-1","AppToken":"xapp-1","Conversation":"#sre"}}""", "Slack:Conversation: '#sre' is not the id of a conversation; it looks like C0123ABCD (Slack: the conversation's details, at the bottom)")]
    [InlineData("""{"Slack":{"BotToken":"xoxb-1","AppToken":"xapp-1","Conversation":"C1","ApiUrl":"http://slack.example.com/api/"}}""", "Slack:ApiUrl: is not an https address that ends with a slash; leave it out for https://slack.com/api/")]
    [InlineData("""{"Slack":{"BotToken":"xoxb-1","AppToken":"xapp-1","Conversation":"C1","DirectMessages":"yes"}}""", "Slack:DirectMessages: 'yes' is neither true nor false")]
    [InlineData("""{"Oidc":{"ClientId":"approvals"}}""", "Oidc:Authority: is missing; give the provider's address, e.g. https://login.example.com/realms/main")]
    [InlineData("""{"Oidc":{"Authority":"login.example.com","ClientId":"a"}}""", "Oidc:Authority: is not the address of a provider; write e.g. https://login.example.com/realms/main")]
    [InlineData("""{"Oidc":{"Authority":"http://login.example.com","ClientId":"a","RequireHttps":false}}""", "Oidc:Authority: must be https; only a provider on this machine can be reached over http, with RequireHttps false")]
    [InlineData("""{"Oidc":{"Authority":"http://127.0.0.1:9","ClientId":"a"}}""", "Oidc:Authority: must be https; for a provider on this machine set RequireHttps to false")]
    [InlineData("""{"Oidc":{"Authority":"https://a"}}""", "Oidc:ClientId: is missing; it is what the provider calls this gateway")]
    [InlineData("""{"Oidc":{"Authority":"https://a","ClientId":"a","Scopes":["email"]}}""", "Oidc:Scopes: openid is missing; without it the provider does not say who signs in")]
    [InlineData("""{"Oidc":{"Authority":"https://a","ClientId":"a","SessionLifetime":"25h"}}""", "Oidc:SessionLifetime: 25h is out of range; write a duration from 5m to 24h")]
    [InlineData("""{"Oidc":{"Authority":"https://a","ClientId":"a","Roles":{"x":"boss"}}}""", "Oidc:Roles:x: 'boss' is not a role; the roles are viewer, reviewer, policy_manager, admin")]
    [InlineData("""{"Oidc":{"Authority":"https://a","ClientId":"a","Groups":{"x":"oidc:bob"}}}""", "Oidc:Groups:x: 'oidc:bob' is not a group's name; it is not empty and does not begin with oidc:")]
    [InlineData("""{"Oidc":{"Authority":"https://a","ClientId":"a","Groups":{"x":"bob"}},"Reviewers":{"bob":{"Roles":["viewer"]}}}""", "Oidc:Groups:x: 'bob' is also a reviewer's name; rename one of them")]
    [InlineData("""{"Reviewers":{"bob":{"Roles":["viewer"],"OidcSubject":"1"}}}""", "Reviewers:bob:OidcSubject: does nothing without an identity provider; set Oidc:Authority, or remove it")]
    [InlineData("""{"Reviewers":{"bob":{"Roles":["viewer"],"Groups":["oidc:x"]}}}""", "Reviewers:bob:Groups: 'oidc:x' is not a group's name; oidc: begins the ids of people who sign in with the identity provider")]
    [InlineData("""{"Webhooks":{"audit":{"Url":"https://example.com"}}}""", "Webhooks:audit:Secret: is not a webhook secret; make one with: echo \"whsec_$(openssl rand -base64 32)\"")]
    [InlineData("""{"Webhooks":{"audit":{"Url":"https://example.com","Secret":"whsec_AAAA"}}}""", "Webhooks:audit:Secret: is not a webhook secret; make one with: echo \"whsec_$(openssl rand -base64 32)\"")]
    [InlineData("""{"Webhooks":{"audit":{"Url":"http://example.com","Secret":"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}}""", "Webhooks:audit:Url: is not an https address; write e.g. https://hooks.example.com/approvals, without a user and a fragment")]
    [InlineData("""{"Webhooks":{"audit":{"Url":"https://u:p@example.com","Secret":"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}}""", "Webhooks:audit:Url: is not an https address; write e.g. https://hooks.example.com/approvals, without a user and a fragment")]
    [InlineData("""{"Storage":{"Provider":"Postgres"}}""", "Storage:Provider: Postgres is not supported in this version yet; write Sqlite")]
    [InlineData("""{"Storage":{"Provider":"Oracle"}}""", "Storage:Provider: 'Oracle' is not a database that the gateway knows; write Sqlite")]
    [InlineData("""{"Storage":{"ConnectionString":"approvals.db"}}""", "Storage:ConnectionString: cannot be read; write e.g. Data Source=data/approvals.db")]
    [InlineData("""{"Messaging":{"Transport":"Kafka"}}""", "Messaging:Transport: 'Kafka' is not a transport that the gateway knows; write InMemory or RabbitMq")]
    [InlineData("""{"Messaging":{"Url":"amqp://u:p@127.0.0.1"}}""", "Messaging:Url: the in-memory transport has no address; remove it, or write RabbitMq as the Transport")]
    [InlineData("""{"Messaging":{"Transport":"RabbitMq"}}""", "Messaging:Url: RabbitMq needs its address; write e.g. amqp://user:password@127.0.0.1:5672/")]
    [InlineData("""{"Messaging":{"Transport":"RabbitMq","Url":"http://u:p@127.0.0.1"}}""", "Messaging:Url: is not an amqp or amqps address; write e.g. amqp://user:password@127.0.0.1:5672/")]
    [InlineData("""{"Messaging":{"Transport":"RabbitMq","Url":"127.0.0.1:5672"}}""", "Messaging:Url: is not an amqp or amqps address; write e.g. amqp://user:password@127.0.0.1:5672/")]
    [InlineData("""{"Messaging":{"Transport":"RabbitMq","Url":"amqp://127.0.0.1"}}""", "Messaging:Url: names no user and password; write e.g. amqp://user:password@127.0.0.1:5672/")]
    [InlineData("""{"Messaging":{"Transport":"RabbitMq","Url":"amqp://u:@127.0.0.1"}}""", "Messaging:Url: names no user and password; write e.g. amqp://user:password@127.0.0.1:5672/")]
    [InlineData("""{"Messaging":{"Transport":"RabbitMq","Url":"amqp://u:p@127.0.0.1/?heartbeat=1"}}""", "Messaging:Url: has a query or a fragment, and no such setting exists; write e.g. amqp://user:password@127.0.0.1:5672/")]
    [InlineData("""{"Messaging":{"Transport":"RabbitMq","Url":"amqp://u:p@127.0.0.1/a/b"}}""", "Messaging:Url: its path is one virtual host; write a slash inside its name as %2F")]
    public void A_mistake_in_a_section_is_one_line_that_says_what_would_be_right(string json, string line) =>
        Assert.Equal([line], folder.ProblemsOf(json));

    [Theory]
    [InlineData("ECS", """{"Url":"http://127.0.0.1/"}""", ": is not a name; write a-z, 0-9 and hyphens, e.g. my-server")]
    [InlineData("a", "{}", ":Url: is missing; write the server's address, e.g. http://127.0.0.1:7001/mcp")]
    [InlineData("a", """{"Url":"127.0.0.1:7001/mcp"}""", ":Url: is not an http or https address; write e.g. http://127.0.0.1:7001/mcp")]
    [InlineData("a", """{"Url":"ftp://127.0.0.1/"}""", ":Url: is not an http or https address; write e.g. http://127.0.0.1:7001/mcp")]
    [InlineData("a", """{"Url":"http://u:p@127.0.0.1/"}""", ":Url: carries a user or password; put credentials into Headers, e.g. Authorization")]
    [InlineData("a", """{"Url":"http://127.0.0.1/#"}""", ":Url: carries a fragment (#…), which is never sent; remove it")]
    [InlineData("a", """{"Command":"npx","Arguments":["-y"]}""", ":Command: not supported in this version yet; give the Url of a streamable HTTP server")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Arguments":["-y"]}""", ":Arguments: belongs to a Command, and there is none; remove it")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Transport":"sse"}""", ":Transport: sse is not supported in this version yet; give the Url of a streamable HTTP server and remove the key")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Transport":"pigeon"}""", ":Transport: 'pigeon' is not a transport; remove the key for streamable HTTP")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Headers":{"Host":"b"}}""", ":Headers:Host: is written by the gateway itself; remove it")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Headers":{"transfer-encoding":"b"}}""", ":Headers:transfer-encoding: is written by the gateway itself; remove it")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Headers":{"Mcp-Session-Id":"b"}}""", ":Headers:Mcp-Session-Id: is written by the gateway itself; remove it")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Headers":{"X Y":"b"}}""", ":Headers:X Y: is not a header name")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Headers":{"Authorization":""}}""", ":Headers:Authorization: is empty; give a value or remove it")]
    [InlineData("a", """{"Url":"http://127.0.0.1/","Headers":{"X-Y":"b\r\nZ: c"}}""", ":Headers:X-Y: holds a character that a header cannot carry; write printable ASCII in one line")]
    public void A_mistake_in_an_upstream_names_the_upstream(string name, string upstream, string line) =>
        Assert.Equal([$"Upstreams:{name}{line}"], folder.ProblemsOf($$$"""{"Upstreams":{"{{{name}}}":{{{upstream}}} }}"""));

    [Theory]
    [InlineData("""{"Owner":"a"}""", ":TokenSha256: is missing; write the SHA-256 of the grant's token in hexadecimal")]
    [InlineData("""{"Owner":"a","TokenSha256":""}""", ":TokenSha256: is missing; write the SHA-256 of the grant's token in hexadecimal")]
    [InlineData("""{"Owner":"a","TokenSha256":"secret"}""", ":TokenSha256: is not a SHA-256; write the 64 hexadecimal digits of the hash of the grant's token")]
    [InlineData($$$"""{"Owner":"a","TokenSha256":"{{{EmptyHash}}}"}""", ":TokenSha256: is the hash of an empty token; hash the grant's token itself")]
    [InlineData($$$"""{"TokenSha256":"{{{HashA}}}"}""", ":Owner: is missing; name who answers for the agent, e.g. alice@example.com")]
    [InlineData($$$"""{"Owner":"a","TokenSha256":"{{{HashA}}}","Hold":"1d"}""", ":Hold: 1d is out of range; write a duration from 50ms to 1h")]
    [InlineData($$$"""{"Owner":"a","TokenSha256":"{{{HashA}}}","Upstreams":{"esc":{} } }""", ":Upstreams:esc: no such upstream; did you mean 'ecs'?")]
    [InlineData($$$"""{"Owner":"a","TokenSha256":"{{{HashA}}}","Upstreams":{"ECS":{} } }""", ":Upstreams:ECS: no such upstream; did you mean 'ecs'?")]
    [InlineData($$$"""{"Owner":"a","TokenSha256":"{{{HashA}}}","Upstreams":{"payments":{} } }""", ":Upstreams:payments: no such upstream; the upstreams are ecs")]
    [InlineData($$$"""{"Owner":"a","TokenSha256":"{{{HashA}}}","Upstreams":{"ecs":{"Polcy":"p"} } }""", ":Upstreams:ecs:Polcy: unknown key; did you mean 'Policy'?")]
    [InlineData($$$"""{"Owner":"a","TokenSha256":"{{{HashA}}}","Upstreams":["ecs"]}""", ":Upstreams:0: is an object with the keys Policy, not a single value|:Upstreams:0: no such upstream; the upstreams are ecs")]
    public void A_mistake_in_a_grant_names_the_grant(string grant, string lines) =>
        Assert.Equal(lines.Split('|').Select(line => $"Grants:alice{line}"), folder.ProblemsOf($$$"""{ {{{Upstream}}}, "Grants":{"alice":{{{grant}}} }}"""));

    [Theory]
    [InlineData("{}", "Reviewers:bob:Roles: is missing; give at least one of viewer, reviewer, policy_manager, admin")]
    [InlineData("""{"Roles":["boss"]}""", "Reviewers:bob:Roles: 'boss' is not a role; the roles are viewer, reviewer, policy_manager, admin")]
    [InlineData("""{"Roles":["viewer"],"Email":"bob"}""", "Reviewers:bob:Email: 'bob' is not an e-mail address; write e.g. bob@example.com")]
    [InlineData("""{"Roles":["viewer"],"Email":"CAROL@example.com"}""", "Reviewers:carol:Email: the same e-mail address as Reviewers:bob; each needs its own")]
    [InlineData("""{"Roles":["viewer"],"SlackUserId":"U1"}""", "Reviewers:carol:SlackUserId: the same Slack user as Reviewers:bob; each needs its own")]
    [InlineData("""{"Roles":["viewer"],"Groups":["Carol"]}""", "Reviewers:bob:Groups: 'Carol' is also a reviewer's name; rename one of them")]
    [InlineData("""{"Roles":["viewer"],"TokenSha256":"x"}""", "Reviewers:bob:TokenSha256: is not a SHA-256; write the 64 hexadecimal digits of the hash of the reviewer's token")]
    [InlineData($$$"""{"Roles":["viewer"],"TokenSha256":"{{{HashA}}}"}""", "Reviewers:bob:TokenSha256: the same token as Grants:alice; each needs its own")]
    public void A_mistake_in_a_reviewer_names_the_reviewer(string reviewer, string line) =>
        Assert.Equal([line], folder.ProblemsOf($$$"""
            { {{{Upstream}}}, "Grants":{"alice":{"Owner":"a","TokenSha256":"{{{HashA.ToUpperInvariant()}}}"} },
              "Reviewers":{"bob":{{{reviewer}}},"carol":{"Roles":["admin"],"Email":"carol@example.com","SlackUserId":"U1"} } }
            """));

    [Fact]
    public void Two_grants_cannot_share_a_token() =>
        Assert.Equal(["Grants:b:TokenSha256: the same token as Grants:a; each needs its own"], folder.ProblemsOf(
            $$$"""{ "Grants":{"a":{"Owner":"x","TokenSha256":"{{{HashA}}}"},"b":{"Owner":"x","TokenSha256":"{{{HashA}}}"} } }"""));

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(4, folder.ProblemsOf("""{"Gateway":{"Hold":"x","Hodl":"1s"},"Webhooks":{"a":{"Url":"https://a"}},"Upstreams":{"a":{}}}""").Count);

    [Fact]
    public void A_mistyped_section_on_the_command_line_is_found() =>
        Assert.Equal(["Gatway: unknown section; did you mean 'Gateway'?"], folder.ProblemsOf("{}", "--Gatway:Hold", "1s"));

    [Fact]
    public void The_frameworks_sections_and_strangers_are_left_alone() =>
        Assert.NotNull(folder.Load("--config", folder.Write("approvals.json",
            """{"Logging":{"LogLevel":{"Default":"Warning"}},"AllowedHosts":"*","Kestrel":{"Limits":{}},"OpenTelemetry":{"Endpoint":"http://127.0.0.1"}}""")));

    [Fact]
    public void A_secret_file_named_like_a_section_is_somebody_elses()
    {
        folder.Write("secrets/Grants", "hello");
        Assert.True(folder.Load().IsDemo);
    }

    [Fact]
    public void A_value_with_line_ends_stays_one_line() =>
        Assert.DoesNotContain('\n', Assert.Single(folder.ProblemsOf("""{"Gateway":{"Hold":"a\nb"}}""")));

    [Fact]
    public void A_whole_configuration_reads_as_written()
    {
        var read = folder.Load("--config", folder.Write("approvals.json", $$$"""
            { "Gateway":{"PublicUrl":"http://127.0.0.1:8080"}, {{{Upstream}}},
              "Grants":{"alice-laptop":{"TokenSha256":"{{{HashA}}}","Owner":"alice@example.com","Hold":"5s","Upstreams":{"ecs":{"Policy":"ecs"} } } },
              "Reviewers":{"bob":{"Email":"bob@example.com","Groups":["sre"],"Roles":["reviewer"]} } }
            """));
        Assert.False(read.IsDemo);
        Assert.Equal("ecs", read.Grants["alice-laptop"].Upstreams["ecs"].Policy);
        Assert.Equal("5s", read.Grants["alice-laptop"].Hold.ToString());
        Assert.Equal(["sre"], read.Reviewers["bob"].Groups);
    }
}
