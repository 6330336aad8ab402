using Approvals.Gateway.Storage.Views;
using Approvals.Requests;

namespace Approvals.Gateway.Inbox.Pages;

/// <summary>How rules asked and how people answered.</summary>
public sealed record StatisticsModel(Reviewer Person, IReadOnlyList<RuleFigures> Rules, IReadOnlyList<ReviewerFigures> Reviewers);
