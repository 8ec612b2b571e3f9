using System;
using System.Collections.Generic;
using System.Threading;

namespace PinningTools.Internal;

/// <summary>
/// The queue of actions for the pipeline thread. Its only reader waits without spinning, because on a small machine the
/// work that it waits for needs the processor.
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

    /// <summary>The same, but wakes nobody: the reader finds it when the next post wakes it, which must soon follow.</summary>
    internal void AddQuietly(Action post)
    {
        lock (_posts) _posts.Enqueue(post);
    }

    /// <summary>The oldest post; waits at most this long, and returns null if there is none.</summary>
    internal Action? Take(int milliseconds)
    {
        lock (_posts)
        {
            if (_posts.Count == 0 && milliseconds != 0) Monitor.Wait(_posts, milliseconds);
            return _posts.Count > 0 ? _posts.Dequeue() : null;
        }
    }
}
