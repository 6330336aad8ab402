namespace Approvals.Gateway.Tests.Policies.Import;

/// <summary>Lists of tools that clients may run, must ask for, or may not run.</summary>
public sealed class PermissionImportTests
{
    private const string Resources = "1:1: stricter: resources and prompts are judged as well, which the lists do not name: a person is asked about each";

    [Fact]
    public async Task Claude_Code_s_lists_become_entries_and_the_rest_is_asked_about()
    {
        var run = await ImportRun.DoneAsync("""
            {"permissions":{
              "allow": ["Bash(git status:*)", "mcp__github__get_*", "mcp__github__list_issues"],
              "ask": ["mcp__github__merge_pull_request"],
              "deny": ["mcp__github__delete_*", "mcp__github__get_secret"],
              "defaultMode": "acceptEdits"
            }}
            """);

        run.Has("/default", "\"require_approval\"");
        run.Has("/tools", """
            {
              "get_secret": {"action":"deny"},
              "list_issues": {},
              "merge_pull_request": {"action":"require_approval"},
              "delete_*": {"action":"deny"},
              "get_*": {}
            }
            """);
        Assert.Equal(
            [
                Resources,
                "2:13: left out: 'Bash(git status:*)' is not about MCP tools",
                "4:12: check: Claude Code shows _ for a dot and whatever else is no letter, digit or hyphen in a tool's name; write the names as tools/list gives them",
                "5:18: stricter: the mode 'acceptEdits' is not carried over; a person is asked about tools that no list names",
            ],
            run.Said);
    }

    [Fact]
    public async Task A_denial_beats_an_allowance_however_exact()
    {
        var run = await ImportRun.DoneAsync("""{"permissions":{"allow":["mcp__gh__delete_branch","mcp__gh"],"deny":["mcp__gh__delete_*"],"ask":["mcp__*"]}}""");

        run.Has("/tools", """{"delete_branch":{"action":"deny"},"delete_*":{"action":"deny"},"*":{"action":"require_approval"}}""");
    }

    [Fact]
    public async Task What_allows_nothing_there_allows_nothing_here()
    {
        var run = await ImportRun.DoneAsync("""{"permissions":{"allow":["mcp__*","mcp__g*__x","mcp__gh__a(b:c)",7],"deny":["mcp__gh__b(c:d)"]},"hooks":{}}""");

        run.Has("/tools", """{"b":{"action":"deny"}}""");
        Assert.Equal(
            [
                Resources,
                "1:26: left out: 'mcp__*' allows nothing: an allowance must name its server, and have no brackets",
                "1:35: left out: 'mcp__g*__x' allows nothing: an allowance must name its server, and have no brackets",
                "1:48: left out: 'mcp__gh__a(b:c)' allows nothing: an allowance must name its server, and have no brackets",
                "1:66: left out: an entry must be a text, not a number",
                "1:77: stricter: what stands in brackets in 'mcp__gh__b(c:d)' is not carried over; it holds for every call of the tool",
                "1:97: left out: 'hooks' is not carried over; where it refused a call, give the grant no such upstream, or deny the tool",
            ],
            run.Said);
    }

    [Fact]
    public async Task Lists_about_several_servers_are_imported_a_server_at_a_time()
    {
        const string Settings = """{"permissions":{"allow":["mcp__my__srv__get","mcp__slack__post"],"deny":["mcp__*__delete"]}}""";

        Assert.Equal("1:1: the lists are about several servers, and a policy is for one; name it with --server: my, slack", await ImportRun.RefusalAsync(Settings));
        var run = await ImportRun.DoneAsync(Settings, "--server", "my__srv");

        run.Has("/tools", """{"delete":{"action":"deny"},"get":{}}""");
        Assert.Equal([Resources, "1:46: left out: 'mcp__slack__post' is not about the server 'my__srv'"], run.Said);
    }

    [Fact]
    public async Task Cursor_s_allow_list_is_read()
    {
        var run = await ImportRun.DoneAsync("""
            { // of one person
              "mcpAllowlist": ["linear:list_*", "*:search", "nothing"],
              "terminalAllowlist": ["git"],
            }
            """);

        run.Has("/default", "\"require_approval\"");
        run.Has("/tools", """{"search":{},"list_*":{}}""");
        Assert.Equal(
            [
                Resources,
                "2:49: left out: 'nothing' is not of the form server:tool, and allows nothing",
                "3:3: left out: 'terminalAllowlist' is not about which MCP tools may run; a person is asked about tools that no list names",
            ],
            run.Said);
    }

    [Fact]
    public async Task Cursor_s_permissions_of_the_terminal_are_read()
    {
        var run = await ImportRun.DoneAsync("""{"version":1,"permissions":{"allow":["Shell(ls)","Mcp(linear:**)","mcp__linear__get_issue"],"deny":["Mcp(linear:delete_?ssue)","Mcp(linear)"]}}""");

        run.Has("/tools", """{"get_issue":{"action":"deny"},"delete_?ssue":{"action":"deny"},"*":{"action":"deny"}}""");
        Assert.Equal(
            [
                Resources,
                "1:38: left out: 'Shell(ls)' is not about MCP tools",
                "1:128: stricter: 'linear' does not say which tools of which server; everything is denied",
            ],
            run.Said);
    }
}
