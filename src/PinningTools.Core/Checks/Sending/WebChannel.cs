using System.Collections.Generic;

namespace PinningTools.Internal;

/// <summary>A receiver at a web address: a chat service, or a program.</summary>
internal sealed class WebChannel(SecretAddress address, ISendMessage form, ReceiverClient client) : ISendChannel
{
    public string Shown => address.Shown;

    public IReadOnlyList<SendPlan> Plan(SendOptions options, SendJob job, SentMarks marks)
    {
        var due = new DueNews(options, address.Id, marks);
        if (due.Find(job) is not { } notice) return [];
        string body = form.Write(notice);
        return
        [
            new SendPlan
            {
                Text = body,
                SendAsync = cancel => client.PostAsync(address, body, cancel),
                Owe = () => due.Owe(notice),
                Mark = () => due.Mark(notice, job),
            },
        ];
    }
}
