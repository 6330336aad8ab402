using Approvals.Requests;
namespace Approvals.Gateway.Reviews;
internal sealed class ReviewerBook { private readonly Dictionary<string, Reviewer> _all = []; public Reviewer? Find(string id) => _all.GetValueOrDefault(id); }
