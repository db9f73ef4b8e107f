using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Ledger;
using ChainTips.Matching;
using ChainTips.Money;
using ChainTips.Platforms;

namespace ChainTips.Storage.Sql;

/// <summary>The numbers that rows name other rows by, looked up by the batch; what has no number yet is given one.</summary>
/// <remarks>It lives as long as one transaction, so that nothing is remembered of a transaction that was rolled back.</remarks>
internal sealed class SqlNumbers(SqlSession session, SqlTokens tokens)
{
    private readonly Dictionary<Token, long> _tokens = [];
    private readonly Dictionary<(ulong ChainId, Address Address), long> _contracts = [];
    private readonly Dictionary<LedgerAccount, long> _accounts = [];
    private readonly Dictionary<UInt128, long> _platforms = [];
    private readonly Dictionary<Hash32, SubjectSeqs> _subjects = [];

    /// <summary>Looks up all that entries name.</summary>
    public async Task LoadAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        HashSet<LedgerAccount> accounts = [];
        Dictionary<Hash32, PaymentSubject> subjects = [];
        HashSet<(ulong ChainId, Address Router)> contracts = [];
        foreach (JournalEntry entry in entries)
        {
            Payment payment = entry.Payment;
            contracts.Add((payment.Tip.Location.ChainId, payment.Tip.Router));
            subjects.TryAdd(payment.Subject.Reference.Value, payment.Subject);
            Add(entry.Movement, accounts);
            foreach (Movement movement in entry.Further)
            {
                Add(movement, accounts);
            }
        }

        foreach (Id<Platform> platform in subjects.Values.Select(subject => subject.PlatformId).Distinct())
        {
            _platforms[platform.Bits] = await session.ReadAsync<long>(
                "SELECT seq FROM platforms WHERE id = @id", new { id = Blob.Of(platform) }, cancellationToken);
        }

        foreach (Token token in accounts.Select(account => account.Token).Distinct())
        {
            _tokens[token] = await tokens.InternAsync(token, cancellationToken);
        }

        foreach ((ulong chainId, Address router) in contracts)
        {
            await FindContractAsync(chainId, router, cancellationToken);
        }

        await LoadSubjectsAsync(subjects, cancellationToken);
        await LoadAccountsAsync(accounts, cancellationToken);
    }

    private static void Add(in Movement movement, HashSet<LedgerAccount> accounts)
    {
        accounts.Add(movement.Debit);
        accounts.Add(movement.Credit);
    }

    public long Of(Token token) => _tokens[token];

    public long OfContract(ulong chainId, Address address) => _contracts[(chainId, address)];

    public SubjectSeqs Of(PaymentSubject subject) => _subjects[subject.Reference.Value];

    public MovementSeqs Of(in Movement movement) => new(_accounts[movement.Debit], _accounts[movement.Credit], movement.Amount.BaseUnits);

    private async Task FindContractAsync(ulong chainId, Address address, CancellationToken cancellationToken)
    {
        var values = new { chain = checked((long)chainId), address = address.ToArray() };
        await session.ExecuteAsync(
            "INSERT INTO contracts (chain_id, address) VALUES (@chain, @address) ON CONFLICT DO NOTHING", values, cancellationToken);
        _contracts[(chainId, address)] = await session.ReadAsync<long>(
            "SELECT seq FROM contracts WHERE chain_id = @chain AND address = @address", values, cancellationToken);
    }

    private async Task LoadSubjectsAsync(IReadOnlyDictionary<Hash32, PaymentSubject> subjects, CancellationToken cancellationToken)
    {
        byte[][] references = [.. subjects.Keys.Select(reference => reference.ToArray())];
        foreach (SubjectRow row in await session.ListAnyAsync<SubjectRow, byte[]>(
            "SELECT payment_reference AS reference, platform, creator, seq AS post FROM posts WHERE", "payment_reference", references, cancellationToken))
        {
            _subjects[Hash32.FromBytes(row.Reference)] = new SubjectSeqs(row.Platform, row.Creator, row.Post, null);
        }

        foreach (RequestRow row in await session.ListAnyAsync<RequestRow, byte[]>(
            "SELECT payment_reference AS reference, platform, creator, post, seq AS request FROM payment_requests WHERE",
            "payment_reference",
            references.Where(reference => !_subjects.ContainsKey(Hash32.FromBytes(reference))),
            cancellationToken))
        {
            _subjects[Hash32.FromBytes(row.Reference)] = new SubjectSeqs(row.Platform, row.Creator, row.Post, row.Request);
        }
    }

    private async Task LoadAccountsAsync(IReadOnlyCollection<LedgerAccount> accounts, CancellationToken cancellationToken)
    {
        await LoadKnownAccountsAsync(accounts, cancellationToken);
        LedgerAccount[] missing = [.. accounts.Where(account => !_accounts.ContainsKey(account))];
        foreach (LedgerAccount account in missing)
        {
            _accounts[account] = await session.ReadAsync<long>(
                "INSERT INTO ledger_accounts (platform, kind, token, holder) VALUES (@platform, @kind, @token, @holder) RETURNING seq",
                new
                {
                    platform = _platforms[account.PlatformId.Bits],
                    kind = (long)account.Kind,
                    token = _tokens[account.Token],
                    holder = account.Holder.ToArray(),
                },
                cancellationToken);
        }
    }

    private async Task LoadKnownAccountsAsync(IReadOnlyCollection<LedgerAccount> accounts, CancellationToken cancellationToken)
    {
        foreach (IGrouping<(Id<Platform> PlatformId, AccountKind Kind, Token Token), LedgerAccount> book in
            accounts.GroupBy(account => (account.PlatformId, account.Kind, account.Token)))
        {
            string condition =
                $"SELECT seq, holder FROM ledger_accounts WHERE platform = {_platforms[book.Key.PlatformId.Bits]} AND kind = {(int)book.Key.Kind} AND token = {_tokens[book.Key.Token]} AND";
            foreach (AccountRow row in await session.ListAnyAsync<AccountRow, byte[]>(
                condition, "holder", book.Select(account => account.Holder.ToArray()), cancellationToken))
            {
                _accounts[new LedgerAccount(book.Key.PlatformId, book.Key.Kind, book.Key.Token, Address.FromBytes(row.Holder))] = row.Seq;
            }
        }
    }

    private sealed record SubjectRow(byte[] Reference, long Platform, long Creator, long Post);

    private sealed record RequestRow(byte[] Reference, long Platform, long Creator, long? Post, long Request);

    private sealed record AccountRow(long Seq, byte[] Holder);
}
