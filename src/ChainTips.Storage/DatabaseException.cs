namespace ChainTips.Storage;

/// <summary>The database cannot be used as it is; the message says why, and what to do.</summary>
/// <param name="message">What is wrong with which file.</param>
/// <param name="innerException">What the database library said, if it said anything.</param>
public sealed class DatabaseException(string message, Exception? innerException = null)
    : Exception(message, innerException);
