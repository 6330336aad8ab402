using Approvals.Gateway.Tests.Scenarios;

namespace Approvals.Gateway.Tests.Messaging;

// The same stories, carried by a real broker.

public sealed class MainStoryOverRabbitMqTests : MainStoryTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class HeldCallOverRabbitMqTests : HeldCallTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class RefusedCallOverRabbitMqTests : RefusedCallTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class BrokenUpstreamOverRabbitMqTests : BrokenUpstreamTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class ChangedToolOverRabbitMqTests : ChangedToolTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class KilledOverRabbitMqTests : KilledTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class RestartOverRabbitMqTests : RestartTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class ReturningCallerOverRabbitMqTests : ReturningCallerTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class DecidingOverRabbitMqTests : DecidingTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class EqualCallOverRabbitMqTests : EqualCallTests
{
    private protected override bool IsOverRabbitMq => true;
}

public sealed class LeavingCallerOverRabbitMqTests : LeavingCallerTests
{
    private protected override bool IsOverRabbitMq => true;
}
