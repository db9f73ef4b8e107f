using System.Diagnostics;
using System.Globalization;
using System.Text;
using ChainTips.Chain;
using ChainTips.Ethereum.Abi;
using ChainTips.Ethereum.Hashing;
using ChainTips.Ethereum.Primitives;
using ChainTips.Identity;
using ChainTips.Matching;
using ChainTips.Matching.Calldata;
using ChainTips.Money;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Storage.Sqlite;
using ChainTips.Tips;

namespace ChainTips.Benchmarks;

/// <summary>What a transfer costs on the matching ladder, by rung, and what it costs to look up deposit addresses among very many.</summary>
internal static class LadderMeasurement
{
    private const int TransfersOfBlock = 150;

    private static readonly Token Dollar = new(31337, AddressOf("token"), "USDC", 6);
    private static readonly Address Payer = AddressOf("payer");
    private static readonly Address Payee = AddressOf("payee");

    /// <summary>The tables, as committed in the results.</summary>
    public static async Task<string> TablesAsync(bool isSmoke)
    {
        StringBuilder tables = new("""
            | Transfer | μs a transfer | bytes allocated |
            | --- | ---: | ---: |

            """);
        AddRungs(tables, isSmoke ? 100 : 100_000);
        tables.Append("""

            | Open deposit addresses | ms to look up both sides of 150 transfers | bytes allocated by it | MB held in memory by them | MB of database |
            | ---: | ---: | ---: | ---: | ---: |

            """);
        foreach (int count in isSmoke ? [10] : (int[])[100, 10_000, 100_000])
        {
            await AddLookUpAsync(tables, count, isSmoke ? 2 : 200);
        }

        return tables.ToString();
    }

    private static void AddRungs(StringBuilder tables, int rounds)
    {
        PaymentRequest request = Request(0);
        PaymentTerms terms = new(
            Dollar.ChainId, AddressOf("router"), Dollar.Address, [Payee], [(UInt256)5UL], [request.Reference.Value], UInt256.Zero, Address.Zero, 1UL, Hash32.Zero);
        MatchKnowledge knowledge = new()
        {
            Terms = new Dictionary<Hash32, IssuedTerms> { [terms.Hash()] = new(terms, request) },
            Forwarders = new Dictionary<Address, PaymentRequest> { [request.DepositAddress!.Value] = request },
        };
        knowledge.Subjects.Add(request.Reference.Value, new PaymentSubject.OfRequest(request));
        byte[] call = [.. new AbiWriter().Write(Payee).Write((UInt256)5UL).ToCall("transfer(address,uint256)"), .. CalldataSuffix.Write(request.Reference.Value)];
        LooseTransfer bare = Transfer(Payee);
        MatchLadder ladder = new([new ContractRung(), new AuthorizationRung(), new DepositRung(), new CalldataRung([])]);
        AddRung(tables, "authorization", ladder, bare with { Nonce = terms.Hash() }, knowledge, rounds);
        AddRung(tables, "deposit_address", ladder, Transfer(request.DepositAddress.Value), knowledge, rounds);
        AddRung(tables, "calldata", ladder, bare with { Call = new TransactionCall(Payer, Dollar.Address, call) }, knowledge, rounds);
        AddRung(tables, "of nobody here", ladder, bare, knowledge, rounds);
    }

    private static void AddRung(
        StringBuilder tables, string name, MatchLadder ladder, LooseTransfer transfer, MatchKnowledge knowledge, int rounds)
    {
        MatchQuestions questions = new();
        Climb(rounds / 10);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Climb(rounds);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        tables.AppendLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {time.TotalMicroseconds / rounds:N2} | {bytes / rounds:N0} |"));

        void Climb(int count)
        {
            for (int i = 0; i < count; i++)
            {
                questions.Clear();
                ladder.Collect(transfer, questions);
                ladder.Climb(transfer, knowledge);
            }
        }
    }

    private static async Task AddLookUpAsync(StringBuilder tables, int count, int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("chaintips-benchmark").FullName;
        try
        {
            string file = Path.Combine(folder, "books.db");
            using SqliteDatabase database = SqliteDatabase.Open(file, TimeProvider.System).Database;
            long held = GC.GetTotalMemory(forceFullCollection: true);
            await AskAsync(database, count);
            held = GC.GetTotalMemory(forceFullCollection: true) - held;
            Address[] sides = [.. Enumerable.Range(0, 2 * TransfersOfBlock).Select(i => i % 100 == 0 ? Request(i % count).DepositAddress!.Value : AddressOf($"side {i}"))];
            List<double> times = [];
            long bytes = 0;
            for (int i = 0; i < rounds; i++)
            {
                await using IGatewayTransaction books = await database.BeginReadAsync(CancellationToken.None);
                bytes = GC.GetTotalAllocatedBytes();
                long start = Stopwatch.GetTimestamp();
                IReadOnlyDictionary<Address, PaymentRequest> found = await books.References.FindForwardersAsync(sides, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                bytes = GC.GetTotalAllocatedBytes() - bytes;
                Trace.Assert(found.Count > 0, "No deposit address was found.");
            }

            times.Sort();
            tables.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {count:N0} | {times[rounds / 2]:N2} | {bytes:N0} | {Math.Max(0, held) / 1e6:N1} | {new DirectoryInfo(folder).EnumerateFiles().Sum(part => part.Length) / 1e6:N1} |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AskAsync(SqliteDatabase database, int count)
    {
        await using IGatewayTransaction books = await database.BeginAsync(CancellationToken.None);
        Id<Platforms.Platform> platform = (await books.Platforms.ReadLocalAsync(CancellationToken.None)).Id;
        Creator creator = new(new Id<Creator>(1), platform, "Ada", Payee, DateTimeOffset.UnixEpoch);
        await books.Posts.AddCreatorAsync(creator, CancellationToken.None);
        for (int i = 0; i < count; i++)
        {
            await books.PaymentRequests.AddAsync(Request(i) with { PlatformId = platform }, CancellationToken.None);
        }

        await books.CommitAsync(CancellationToken.None);
    }

    private static PaymentRequest Request(int number)
    {
        Id<PaymentRequest> id = new((UInt128)number + 1);
        return new PaymentRequest(
            id, new Id<Platforms.Platform>(1), PaymentRequestKind.Tip, new Id<Creator>(1), null, Payee, Dollar, new AskedAmount.Fixed(5), "",
            new PaymentReference(id.ToString(), Hash32.Zero), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1))
        {
            DepositAddress = AddressOf($"forwarder {number}"),
        };
    }

    private static LooseTransfer Transfer(Address to) => new(
        new LogPosition(Dollar.ChainId, Keccak256.HashUtf8("transaction"), 1),
        new BlockRef(new BlockNumber(1), Hash32.Zero, Hash32.Zero),
        DateTimeOffset.UnixEpoch,
        0,
        Payer,
        to,
        new TokenAmount(5, Dollar),
        null,
        1,
        null);

    private static Address AddressOf(string name) => Address.FromBytes(Keccak256.HashUtf8(name).ToArray().AsSpan(12));
}
