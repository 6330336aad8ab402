namespace Approvals.Tests.ConventionTests;

/// <summary>The house rules over this repository. Each rule is shown to fail in the tests beside it.</summary>
public sealed class HouseTests
{
    [Fact]
    public void The_source_is_found() => Assert.Contains(SourceTree.Source, file => file.Path == "src/Approvals.Gateway/Program.cs");

    [Fact]
    public void A_file_is_read_in_one_sitting() => Keep(SizeRules.LongFiles(SourceTree.Source));

    [Fact]
    public void A_method_fits_a_screen() => Keep(SizeRules.LongMethods(SourceTree.Source));

    [Fact]
    public void A_constructor_asks_for_seven_things_at_most() => Keep(SizeRules.WideConstructors(SourceTree.Source));

    [Fact]
    public void A_folder_holds_sixteen_files_at_most() => Keep(SizeRules.FullFolders(SourceTree.Source));

    [Fact]
    public void An_interface_has_two_implementers_or_is_a_seam() => Keep(FamilyRules.LonelyInterfaces(SourceTree.Source));

    [Fact]
    public void Log_messages_are_generated_methods() => Keep(CallRules.DirectLogCalls(SourceTree.Source));

    [Fact]
    public void Nobody_reads_a_clock() => Keep(CallRules.ClockReads(SourceTree.Source));

    [Fact]
    public void Nobody_makes_a_guid() => Keep(CallRules.RandomIds(SourceTree.Source));

    [Fact]
    public void Names_say_what_a_thing_is() => Keep(WordRules.EmptyNames(SourceTree.Source));

    [Fact]
    public void No_work_is_put_off_in_comments() => Keep(WordRules.PutOffWork(SourceTree.Source.Concat(SourceTree.Tests)));

    [Fact]
    public void Nothing_is_folded_away() => Keep(WordRules.Regions(SourceTree.Source.Concat(SourceTree.Tests)));

    [Fact]
    public void The_rules_reach_nothing_outside() => Keep(PlaceRules.RulesThatReachOut(SourceTree.Source));

    [Fact]
    public void The_rules_refer_to_no_project() => Keep(PlaceRules.RulesThatReferToProjects(SourceTree.Projects));

    [Fact]
    public void Folders_of_the_gateway_use_only_whom_they_may() => Keep(ArrowRules.ForbiddenArrows(SourceTree.Source));

    [Fact]
    public void A_namespace_of_the_gateway_is_its_folder() => Keep(ArrowRules.MisplacedNamespaces(SourceTree.Source));

    [Fact]
    public void A_file_names_what_it_uses() => Keep(PlaceRules.HiddenUsings(SourceTree.Source, SourceTree.Projects));

    [Fact]
    public void Entity_framework_stays_in_storage() => Keep(PlaceRules.EntityFrameworkOutsideStorage(SourceTree.Source));

    [Fact]
    public void Mass_transit_stays_in_messaging_and_the_consumers() => Keep(PlaceRules.MassTransitOutsideMessaging(SourceTree.Source));

    [Fact]
    public void The_mcp_sdk_stays_in_upstreams_and_the_demo() => Keep(PlaceRules.SdkOutsideUpstreams(SourceTree.Source));

    [Fact]
    public void Slack_is_known_in_its_folder_only() => Keep(PlaceRules.SlackOutsideItsFolder(SourceTree.Source));

    [Fact]
    public void Tests_do_not_sleep() => Keep(CallRules.Sleeps(SourceTree.Tests));

    [Fact]
    public void No_test_is_skipped() => Keep(CallRules.SkippedTests(SourceTree.Tests));

    private static void Keep(IEnumerable<Offence> offences)
    {
        var found = offences.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
