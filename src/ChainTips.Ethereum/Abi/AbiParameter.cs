namespace ChainTips.Ethereum.Abi;

/// <summary>A parameter of a function, an event or an error.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name, or empty.</param>
/// <param name="IsIndexed">Whether it is a topic of the log rather than part of its data.</param>
public sealed record AbiParameter(AbiType Type, string Name, bool IsIndexed);
