using System;
using PinningTools.Internal;
using Xunit;

namespace PinningTools.Tests.Inspection;

public class LateLibraryTests
{
    [Fact]
    public void It_is_beside_this_library_and_knows_its_interfaces()
    {
        var handshake = LateLibrary.Create<IInspectionHandshake>("InspectionHandshake");
        Assert.Equal(LateLibrary.Name, handshake.GetType().Assembly.GetName().Name);
    }

    [Fact]
    public void A_class_that_is_not_there_is_a_fault()
    {
        var error = Assert.Throws<PinningException>(() => LateLibrary.Create<IInspectionHandshake>("Nothing"));
        Assert.Equal("LateLibraryUnusable", error.Fault.Id);
    }
}
