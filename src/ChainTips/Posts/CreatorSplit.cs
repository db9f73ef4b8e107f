using ChainTips.Identity;
using ChainTips.Money;

namespace ChainTips.Posts;

/// <summary>Between which creators money is divided. It cannot nest: everyone in it is a creator, with an address of its own.</summary>
public sealed class CreatorSplit : IEquatable<CreatorSplit>
{
    private readonly CreatorShare[] _shares;

    /// <summary>A split of these shares.</summary>
    /// <exception cref="ArgumentException">They are none; <see cref="Money.Split.FindFault"/> says why.</exception>
    public CreatorSplit(params IEnumerable<CreatorShare> shares)
    {
        _shares = [.. shares];
        Split = new Split(_shares.Select(share => new Share(share.Address, share.BasisPoints)));
    }

    /// <summary>The creators with their shares, in order.</summary>
    public IReadOnlyList<CreatorShare> Shares => _shares;

    /// <summary>The same by addresses alone.</summary>
    public Split Split { get; }

    /// <summary>The split of a creator who receives all.</summary>
    public static CreatorSplit AllTo(Id<Creator> creatorId, Ethereum.Primitives.Address address) =>
        new(new CreatorShare(creatorId, address, Split.Whole));

    /// <inheritdoc/>
    public bool Equals(CreatorSplit? other) => other is not null && _shares.AsSpan().SequenceEqual(other._shares);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CreatorSplit);

    /// <inheritdoc/>
    public override int GetHashCode() => Split.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Split.ToString();
}
