namespace Approvals.Gateway.Tests.World.Oidc;

/// <summary>A browser that goes to the provider and comes back, a step at a time if the test wants to meddle.</summary>
internal sealed class OidcBrowser(PageBrowser here, PageBrowser there)
{
    public PageBrowser Here => here;

    /// <summary>Signs in as one of the provider's users; the answer is what the gateway says to whoever comes back.</summary>
    public async Task<PageAnswer> SignInAsync(string user, string returnUrl = "/") => await here.GetAsync(await ComeBackAsync(user, await LeaveAsync(returnUrl)));

    /// <summary>Asks the gateway, and returns where it sends people.</summary>
    public async Task<string> LeaveAsync(string returnUrl = "/")
    {
        var left = await here.GetAsync($"/sign-in/oidc?returnUrl={Uri.EscapeDataString(returnUrl)}");
        Assert.Equal(302, left.Status);
        return left.Location!;
    }

    /// <summary>Says at the provider who this is, and returns where it sends them back to.</summary>
    public async Task<string> ComeBackAsync(string user, string address)
    {
        there.Cookies.Clear();
        var asked = await there.GetAsync(address);
        Assert.True(asked.Status == 302, asked.Body);
        var back = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(new Uri(there.Origin), asked.Location!).Query)["returnUrl"].ToString();
        var known = await there.PostAsync("/login", new() { ["user"] = user, ["returnUrl"] = back });
        var done = await there.GetAsync(known.Location!);
        Assert.True(done.Status == 302, done.Body);
        return done.Location!;
    }
}
