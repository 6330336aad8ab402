using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Approvals.Gateway.Tests.World.Oidc;

/// <summary>Id tokens that no honest provider gives out.</summary>
internal static class Forgery
{
    /// <summary>Other claims under the provider's own signature.</summary>
    public static Func<string, string> Says(SecurityKey key, string claim, JsonNode? value) => honest =>
    {
        var claims = Claims(honest);
        claims[claim] = value?.DeepClone();
        return Sign(claims, key);
    };

    /// <summary>A claim less, under the provider's own signature.</summary>
    public static Func<string, string> Without(SecurityKey key, string claim) => honest =>
    {
        var claims = Claims(honest);
        claims.Remove(claim);
        return Sign(claims, key);
    };

    /// <summary>The right claims under somebody else's signature, who uses the provider's name for the key.</summary>
    public static string SignedByAnother(string honest) => Sign(Claims(honest), new RsaSecurityKey(RSA.Create(2048)) { KeyId = "provider" });

    /// <summary>The right claims, and nobody vouches for them.</summary>
    public static string Unsigned(string honest) => $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{Base64UrlEncoder.Encode(Claims(honest).ToJsonString())}.";

    /// <summary>Signed with what everybody knows: the provider's public key, taken for a shared secret.</summary>
    public static Func<string, string> SignedWithThePublicKey(RsaSecurityKey key) => honest =>
    {
        var head = Base64UrlEncoder.Encode("""{"alg":"HS256","typ":"JWT","kid":"provider"}""");
        var signed = $"{head}.{Base64UrlEncoder.Encode(Claims(honest).ToJsonString())}";
        var secret = Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem());
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    };

    private static JsonObject Claims(string token) => JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[1]))!.AsObject();

    private static string Sign(JsonObject claims, SecurityKey key) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), new SigningCredentials(key, SecurityAlgorithms.RsaSha256));
}
