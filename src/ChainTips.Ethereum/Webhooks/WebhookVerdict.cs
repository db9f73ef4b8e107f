namespace ChainTips.Ethereum.Webhooks;

/// <summary>Whether a webhook is genuine, and if not why.</summary>
public enum WebhookVerdict
{
    /// <summary>One of its signatures was made with the secret, and recently.</summary>
    Genuine,

    /// <summary>The id is empty or has a full stop, which delimits it in what is signed.</summary>
    MalformedId,

    /// <summary>The timestamp is no number of seconds in plain decimal digits.</summary>
    MalformedTimestamp,

    /// <summary>No signature in the list has the form of version 1.</summary>
    MalformedSignature,

    /// <summary>The timestamp is more than five minutes ago.</summary>
    TooOld,

    /// <summary>The timestamp is more than five minutes ahead.</summary>
    TooNew,

    /// <summary>No signature was made with the secret over this id, timestamp and body.</summary>
    WrongSignature,
}
