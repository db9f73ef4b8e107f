namespace ChainTips.Matching;

/// <summary>By which evidence a payment was matched, strongest first.</summary>
public enum MatchRung
{
    /// <summary>The tipping contract's <c>TipSent</c> together with the token's <c>Transfer</c>.</summary>
    Contract = 1,
}
