namespace ChainTips.Ethereum.TypedData;

/// <summary>A message is not what EIP-712 describes, so it has no digest; the text says where and why.</summary>
/// <param name="message">What is wrong, and at which member.</param>
/// <param name="innerException">What was met below, if anything.</param>
public sealed class TypedDataFormatException(string message, Exception? innerException = null)
    : FormatException(message, innerException);
