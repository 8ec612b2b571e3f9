using System;
using System.Collections.Generic;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// What other threads want done on the pipeline thread, in their order. Its one reader waits without turning in place:
/// on a small machine the work it waits for needs the processor.
/// </summary>
internal sealed class Mailbox
{
    private readonly Queue<Action> _posts = new();

    internal void Add(Action post)
    {
        lock (_posts)
        {
            _posts.Enqueue(post);
            Monitor.Pulse(_posts);
        }
    }

    /// <summary>The oldest post, waited for at most this long; null if none has come.</summary>
    internal Action? Take(int milliseconds)
    {
        lock (_posts)
        {
            if (_posts.Count == 0 && milliseconds != 0) Monitor.Wait(_posts, milliseconds);
            return _posts.Count > 0 ? _posts.Dequeue() : null;
        }
    }
}
