namespace ChainTips.Relaying;

/// <summary>Why an authorization is not relayed.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Detail">What is wrong with which value, and what to do.</param>
public sealed record RelayRefusal(RelayRefusalCode Code, string Detail);
