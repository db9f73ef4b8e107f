namespace ChainTips.Platforms;

/// <summary>A key just made, with the one copy of its text.</summary>
/// <param name="Key">What is kept.</param>
/// <param name="Text">What the platform sends as <c>Authorization: Bearer</c>; it is shown once.</param>
public sealed record NewApiKey(ApiKey Key, string Text);
