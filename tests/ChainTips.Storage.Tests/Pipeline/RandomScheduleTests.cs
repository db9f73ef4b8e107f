using System.Data.Common;
using System.Globalization;
using ChainTips.Chain;
using ChainTips.Ledger;
using ChainTips.PaymentRequests;
using ChainTips.Posts;
using ChainTips.Testing;
using Dapper;

namespace ChainTips.Storage.Tests.Pipeline;

/// <summary>
/// No lost and no doubled credit, whatever the chain does: the books are compared with a plain model after every change. Each seed
/// is a test of its own, so the name of a failed test is its seed; CHAINTIPS_TEST_SEEDS says how many are tried.
/// </summary>
[TestFixture(Engine.Sqlite)]
[TestFixture(Engine.Postgres)]
[CancelAfter(60_000)]
internal sealed class RandomScheduleTests(Engine engine)
{
    private const int DefaultSeeds = 30;
    private const int Events = 30;

    private static IEnumerable<int> Seeds => Enumerable.Range(
        1, Environment.GetEnvironmentVariable("CHAINTIPS_TEST_SEEDS") is string count ? int.Parse(count, CultureInfo.InvariantCulture) : DefaultSeeds);

    [TestCaseSource(nameof(Seeds))]
    [Description("R1: random reorg schedules against an independent model")]
    public async Task The_books_say_what_the_chain_says(int seed)
    {
        using Run run = await Run.StartAsync(engine, seed);
        for (int i = 0; i < Events; i++)
        {
            await run.PlayAsync();
        }

        await run.EndAsync();
    }

    private sealed class Run : IDisposable
    {
        private readonly SeededRandom _random;
        private readonly TestGateway _gateway;
        private readonly RandomSchedule _schedule;
        private readonly PaymentRequest _fixed;
        private readonly PaymentRequest _open;
        private readonly ChainModel _model = new();
        private readonly List<string> _history = [];

        /// <summary>Every block that was ever seen, by its hash: the node may have dropped it when it is reverted.</summary>
        private readonly Dictionary<string, FakeBlock> _blocks = [];

        private Run(int seed, TestGateway gateway, Creator ada, Creator bob)
        {
            _random = new SeededRandom((ulong)seed);
            _gateway = gateway;
            _fixed = Given.Request(ada, new AskedAmount.Fixed(500), RandomSchedule.FixedRequest);
            _open = Given.Request(bob, new AskedAmount.Open(100, 1000), RandomSchedule.OpenRequest);
            _schedule = new RandomSchedule(_random, gateway.Chain, [Given.Post(ada, "by ada"), Given.Post(bob, "by bob")], _fixed, _open);
            _history.Add($"seed {seed}");
        }

        public static async Task<Run> StartAsync(Engine engine, int seed)
        {
            TestGateway gateway = await TestGateway.StartAsync(engine);
            Creator ada = Given.Creator(Given.PlatformId, RandomSchedule.Ada + "!", Sample.AddressOf(RandomSchedule.Ada));
            Creator bob = Given.Creator(Given.PlatformId, RandomSchedule.Bob, Sample.AddressOf(RandomSchedule.Bob));
            Run run = new(seed, gateway, ada, bob);
            await gateway.WriteAsync(async books =>
            {
                foreach (Creator creator in new[] { ada, bob })
                {
                    await books.Posts.AddCreatorAsync(creator, CancellationToken.None);
                    await books.Posts.AddPostAsync(Given.Post(creator, $"by {creator.Name.TrimEnd('!')}"), CancellationToken.None);
                }

                await books.PaymentRequests.AddAsync(run._fixed, CancellationToken.None);
                await books.PaymentRequests.AddAsync(run._open, CancellationToken.None);
            });
            return run;
        }

        public async Task PlayAsync()
        {
            _history.Add(_schedule.Next());
            if (_random.Percent(8))
            {
                _history.Add("restart");
                _gateway.Restart();
            }

            if (_random.Percent(8))
            {
                await CrashAsync();
            }

            int steps = _random.Percent(60) ? int.MaxValue : _random.Below(4);
            await FollowAsync(steps);
        }

        public async Task EndAsync()
        {
            _schedule.Settle();
            await FollowAsync(int.MaxValue);
            Assert.That(_model.Pending, Is.Zero, Story);
            Assert.That(_model.Hashes, Is.EqualTo(_gateway.Chain.Blocks.Skip(1).Select(block => block.Header.Hash.ToString())), Story());
        }

        public void Dispose() => _gateway.Dispose();

        private string Story() => string.Join("\n", _history);

        private async Task FollowAsync(int steps)
        {
            for (int i = 0; i < steps; i++)
            {
                if (await StepAsync() is not ChainUpdate update)
                {
                    return;
                }

                Apply(update);
                await CompareAsync();
            }
        }

        private Task<ChainUpdate?> StepAsync()
        {
            foreach (FakeBlock block in _gateway.Chain.Blocks)
            {
                _blocks[block.Header.Hash.ToString()] = block;
            }

            return _gateway.StepAsync();
        }

        /// <summary>The process dies once: either before the change is on the disk, or just after.</summary>
        private async Task CrashAsync()
        {
            bool isDone = _random.Percent(50);
            FollowedChain before = (await _gateway.ReadAsync(books => books.Chains.FindAsync(Sample.ChainId, CancellationToken.None)))!;
            _gateway.Following = new CrashingDatabase(_gateway.Database, 1, isDone);
            try
            {
                await StepAsync();
            }
            catch (CrashException)
            {
                _history.Add($"crash, done: {isDone}");
            }

            _gateway.Restart();
            if (isDone)
            {
                // What was applied is learned from the chain again: the same look gives the same change.
                ChainFollower follower = new(_gateway.Chain, _gateway.Settings.Profile.Finality, _gateway.RangeSize);
                FollowStep step = await follower.NextAsync(before.Cursor, CancellationToken.None);
                if (step.Update is not null)
                {
                    Apply(step.Update);
                }
            }

            await CompareAsync();
        }

        private void Apply(ChainUpdate update)
        {
            switch (update)
            {
                case ChainUpdate.RangeFinalized range:
                    _history.Add($"  range {range.From} to {range.Last.Number}");
                    foreach (FakeBlock block in _gateway.Chain.Blocks.Where(b => b.Number >= range.From && b.Number <= range.Last.Number))
                    {
                        _model.Add(_schedule.Scripted(block), isFinal: true);
                    }

                    break;
                case ChainUpdate.BlocksAdded added:
                    foreach (BlockRef block in added.Blocks.Select(observed => observed.Block))
                    {
                        _history.Add($"  block {block.Number}");
                        _model.Add(_schedule.Scripted(_blocks[block.Hash.ToString()]), isFinal: false);
                    }

                    break;
                case ChainUpdate.BlocksReverted reverted:
                    _history.Add($"  revert {reverted.Blocks.Count}");
                    _model.Revert([.. reverted.Blocks.Select(block => block.Hash.ToString())]);
                    break;
                case ChainUpdate.BlockFinalized finalized:
                    _history.Add($"  final {finalized.Block.Number}");
                    _model.Finalize((long)finalized.Block.Number.Value);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        private async Task CompareAsync()
        {
            TrialBalance trial = await _gateway.TrialBalanceAsync();
            Assert.That(trial.Faults, Is.Empty, Story);
            foreach (bool isFinal in new[] { false, true })
            {
                Assert.That(Credited(trial, RandomSchedule.Ada, isFinal), Is.EqualTo(_model.Sum(RandomSchedule.Ada, isFinal)), Story);
                Assert.That(Credited(trial, RandomSchedule.Bob, isFinal), Is.EqualTo(_model.Sum(RandomSchedule.Bob, isFinal)), Story);
                Assert.That(Debited(trial, isFinal), Is.EqualTo(_model.Total(isFinal)), Story);
            }

            using DbConnection raw = _gateway.OpenRaw();
            Assert.That(Count(raw, "pending_entries"), Is.EqualTo(_model.Pending), Story);
            Assert.That(Count(raw, "receipts"), Is.EqualTo(_model.Settled), Story);
            Assert.That(Count(raw, "live_payments"), Is.EqualTo(_model.Pending + _model.Settled), Story);
            Assert.That(Count(raw, "voids"), Is.EqualTo(_model.Voided), Story);
            Assert.That(Count(raw, "refused_tips"), Is.EqualTo(_model.Refused), Story);
            Assert.That(await StateOfAsync(_fixed), Is.EqualTo(_model.StateOf(new(RandomSchedule.FixedRequest, 500, 500, IsFixed: true))), Story);
            Assert.That(await StateOfAsync(_open), Is.EqualTo(_model.StateOf(new(RandomSchedule.OpenRequest, 100, 1000, IsFixed: false))), Story);
        }

        private async Task<string> StateOfAsync(PaymentRequest request)
        {
            PaymentRequestState state = await _gateway.StateOfAsync(request);
            return $"{state.Status} {state.Exceptions}";
        }

        private static long Credited(TrialBalance trial, string payee, bool isFinal) => trial.Accounts
            .Where(account => account.Account.Kind == AccountKind.Payee && account.Account.Holder == Sample.AddressOf(payee))
            .Sum(account => (long)(isFinal ? account.SettledCredits : account.PendingCredits).BaseUnits);

        private static long Debited(TrialBalance trial, bool isFinal) =>
            trial.Accounts.Sum(account => (long)(isFinal ? account.SettledDebits : account.PendingDebits).BaseUnits);

        private static long Count(DbConnection raw, string table) => raw.ExecuteScalar<long>($"SELECT count(*) FROM {table}");
    }
}
