namespace PinningTools.Internal;

/// <summary>A form that receivers take messages in. All text of strangers is made harmless for its readers.</summary>
internal interface ISendMessage
{
    /// <summary>The body, JSON in UTF-8 that is within the receiver's limits; it says what was left out.</summary>
    string Write(SendNotice notice);
}
