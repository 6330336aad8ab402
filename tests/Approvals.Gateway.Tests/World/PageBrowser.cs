using System.Text.RegularExpressions;

namespace Approvals.Gateway.Tests.World;

/// <summary>As much of a browser as forms need: it keeps cookies, remembers the last page's token, and says where a post comes from.</summary>
internal sealed partial class PageBrowser(HttpClient http)
{
    public Dictionary<string, string> Cookies { get; } = [];

    public string CookieHeader => string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <summary>The antiforgery token of the last page that had one.</summary>
    public string? FormToken { get; private set; }

    public string Origin => http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    public Task<PageAnswer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a form as the page would.</summary>
    public Task<PageAnswer> PostAsync(string path, Dictionary<string, string> fields) => PostAsync(path, fields, Origin);

    /// <summary>Sends a form from another place, or from nowhere.</summary>
    public Task<PageAnswer> PostAsync(string path, Dictionary<string, string> fields, string? origin, string? fetchSite = null)
    {
        var form = new Dictionary<string, string>(fields);
        form.TryAdd("__RequestVerificationToken", FormToken ?? "");
        return SendAsync(From(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) }, origin, fetchSite));
    }

    /// <summary>Sends a form in which one field stands several times.</summary>
    public Task<PageAnswer> PostManyAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) => SendAsync(From(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", FormToken ?? "")]) }, Origin, null));

    /// <summary>Calls the API as a script of the page would.</summary>
    public Task<PageAnswer> PostJsonAsync(string path, string json, string? origin, string? token)
    {
        var request = From(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") }, origin, null);
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return SendAsync(request);
    }

    private static HttpRequestMessage From(HttpRequestMessage request, string? origin, string? fetchSite)
    {
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (fetchSite is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        }

        return request;
    }

    private async Task<PageAnswer> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Add("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Cookie", CookieHeader);
        var answer = await PageAnswer.ReadAsync(await http.SendAsync(request));
        Keep(answer.Message);
        FormToken = TokenField().Match(answer.Body) is { Success: true } field ? field.Groups[1].Value : FormToken;
        return answer;
    }

    private void Keep(HttpResponseMessage message)
    {
        foreach (var cookie in message.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..].Split(';')[0]);
            if (value.Length == 0)
            {
                Cookies.Remove(name);
            }
            else
            {
                Cookies[name] = value;
            }
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
