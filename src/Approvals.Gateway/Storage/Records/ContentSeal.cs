using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Approvals.Policies.Context;
using Approvals.Requests;
using Approvals.Requests.Talks;
using Microsoft.AspNetCore.DataProtection;

namespace Approvals.Gateway.Storage.Records;

/// <summary>
/// Encrypts what agents send and upstreams answer, for the database. Each text is sealed for its request and its place in it, so that
/// a row moved to another place opens nowhere.
/// </summary>
internal sealed class ContentSeal(IDataProtectionProvider keys)
{
    private const string Purpose = "approvals/contents/v1";

    public ContentRow Close(string requestId, AskedTexts texts)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(texts.ArgumentsJson is not null);
            writer.Write(texts.ArgumentsJson ?? "");
            writer.Write(texts.OthersJson);
            writer.Write(texts.DefinitionJson);
        }

        return Close(requestId, ContentKind.Asked, bytes.ToArray());
    }

    public ContentRow Close(string requestId, string answerJson) => Close(requestId, ContentKind.Answer, Encoding.UTF8.GetBytes(answerJson));

    public ContentRow Close(string requestId, IReadOnlyList<ContextFact> facts) =>
        Close(requestId, ContentKind.Context, JsonSerializer.SerializeToUtf8Bytes(facts, ContextJson.Default.IReadOnlyListContextFact));

    public ContentRow Close(string requestId, IReadOnlyList<Remark> talk) =>
        Close(requestId, ContentKind.Talk, JsonSerializer.SerializeToUtf8Bytes(talk, ContextJson.Default.IReadOnlyListRemark));

    /// <summary>What was asked, or null if that cannot be opened.</summary>
    public AskedTexts? OpenAsked(ContentRow? row)
    {
        if (Open(row) is not { } bytes)
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var hasArguments = reader.ReadBoolean();
        var arguments = reader.ReadString();
        return new AskedTexts(hasArguments ? arguments : null, reader.ReadString(), reader.ReadString());
    }

    /// <summary>The answer, or null if there is none or it cannot be opened.</summary>
    public string? OpenAnswer(ContentRow? row) => Open(row) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>What the upstream was asked besides; empty if nothing was or it cannot be opened.</summary>
    public IReadOnlyList<ContextFact> OpenContext(ContentRow? row) =>
        Open(row) is { } bytes ? JsonSerializer.Deserialize(bytes, ContextJson.Default.IReadOnlyListContextFact)! : [];

    /// <summary>What people and the agent said to each other; empty if nothing or it cannot be opened.</summary>
    public IReadOnlyList<Remark> OpenTalk(ContentRow? row) =>
        Open(row) is { } bytes ? JsonSerializer.Deserialize(bytes, ContextJson.Default.IReadOnlyListRemark)! : [];

    private ContentRow Close(string requestId, ContentKind kind, byte[] bytes) =>
        new() { RequestId = requestId, Kind = kind, Sealed = ProtectorOf(requestId, kind).Protect(bytes) };

    private byte[]? Open(ContentRow? row)
    {
        try
        {
            return row is null ? null : ProtectorOf(row.RequestId, row.Kind).Unprotect(row.Sealed);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector ProtectorOf(string requestId, ContentKind kind) => keys.CreateProtector(Purpose, requestId, kind.ToString());
}
