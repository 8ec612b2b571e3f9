using System;
using PinningTools.Internal;

namespace PinningTools.Tests.Http;

internal static class OverriddenRequests
{
    /// <summary>The same request with something else that the command says in place of the policies.</summary>
    internal static PinnedWebRequest Overriding(
        this PinnedWebRequest request, Func<OverriddenPolicies, OverriddenPolicies> change) =>
        request with { Policies = change(request.Policies) };
}
