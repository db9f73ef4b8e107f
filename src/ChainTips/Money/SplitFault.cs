using ChainTips.Ethereum.Primitives;

namespace ChainTips.Money;

/// <summary>Why shares are no split. The cases are all there are, and are named as the contract's errors.</summary>
public abstract record SplitFault
{
    private SplitFault()
    {
    }

    /// <summary>What is wrong, with which value, and what to do.</summary>
    public abstract string Message { get; }

    /// <summary>There are no payees, or too many.</summary>
    /// <param name="Count">How many there are.</param>
    public sealed record PayeeCountOutOfRange(int Count) : SplitFault
    {
        /// <inheritdoc/>
        public override string Message => $"A split has 1 to {Split.MostPayees} payees, not {Count}.";
    }

    /// <summary>A payee is the zero address.</summary>
    /// <param name="Position">Its position in the split, from 0.</param>
    public sealed record PayeeIsZero(int Position) : SplitFault
    {
        /// <inheritdoc/>
        public override string Message => $"The payee at position {Position} is the zero address, where the money would be lost. Name an account.";
    }

    /// <summary>A share is zero or less.</summary>
    /// <param name="Share">The share.</param>
    public sealed record ShareIsZero(Share Share) : SplitFault
    {
        /// <inheritdoc/>
        public override string Message =>
            $"The share of {Share.Payee} is {Share.BasisPoints} basis points. Give 1 or more, or leave this payee out.";
    }

    /// <summary>A payee is in the split twice.</summary>
    /// <param name="Payee">The payee.</param>
    public sealed record PayeeIsThereTwice(Address Payee) : SplitFault
    {
        /// <inheritdoc/>
        public override string Message => $"{Payee} is in the split twice. Add up its shares and name it once.";
    }

    /// <summary>The shares are not the whole.</summary>
    /// <param name="Sum">What they sum up to, in basis points.</param>
    public sealed record SharesAreNotTheWhole(long Sum) : SplitFault
    {
        /// <inheritdoc/>
        public override string Message => $"The shares sum up to {Sum} basis points. They have to sum up to {Split.Whole}, which is 100 %.";
    }
}
