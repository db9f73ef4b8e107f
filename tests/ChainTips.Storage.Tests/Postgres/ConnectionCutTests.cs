using ChainTips.Storage.Tests.Pipeline;
using ChainTips.Testing;

namespace ChainTips.Storage.Tests.Postgres;

/// <summary>R8: the gateway dies, or the server ends its sessions, at any question; in the end the books are those of an undisturbed run.</summary>
[CancelAfter(36_000_000)]
internal sealed class ConnectionCutTests
{
    private const int CostOfOneCut = 8;
    private const int MostQuestionsBetweenCuts = 60;

    private readonly Dictionary<ConnectionCut, int> _cuts = Enum.GetValues<ConnectionCut>().ToDictionary(cut => cut, _ => 0);

    private static CancellationToken Token => TestContext.CurrentContext.CancellationToken;

    [Test]
    public async Task Cuts_at_any_question_change_nothing_in_the_end()
    {
        int wanted = Trials.Count(CostOfOneCut);
        SeededRandom random = Trials.Random();
        string undisturbed = await PlayUndisturbedAsync();
        int stories = 0;
        while (_cuts.Values.Sum() < wanted)
        {
            stories++;
            Assert.That(await PlayAsync(random), Is.EqualTo(undisturbed), $"story {stories}");
        }

        await TestContext.Out.WriteLineAsync($"{stories} stories, {string.Join(", ", _cuts.Select(cut => $"{cut.Value} x {cut.Key}"))}");
        Assert.That(_cuts.Values, Is.All.GreaterThan(0));
    }

    private static async Task<string> PlayUndisturbedAsync()
    {
        using TestGateway gateway = await TestGateway.StartAsync(Engine.Postgres);
        await ChainStory.PlayAsync(gateway, gateway.CatchUpAsync);
        return gateway.Dump();
    }

    private async Task<string> PlayAsync(SeededRandom random)
    {
        ProxiedDatabase place = new();
        using TestGateway gateway = await TestGateway.StartAsync(place);
        await ChainStory.PlayAsync(gateway, async () =>
        {
            ConnectionCut cut = Arm(place.Proxy, random);
            bool isDone = false;
            while (!isDone)
            {
                Token.ThrowIfCancellationRequested();
                isDone = await TryCatchUpAsync(gateway);
                if (place.Proxy.HasCut)
                {
                    _cuts[cut]++;
                    isDone = false;
                    Recover(gateway, place.Proxy, cut);
                    cut = Arm(place.Proxy, random);
                }
            }

            place.Proxy.Heal();
        });
        return gateway.Dump();
    }

    private static ConnectionCut Arm(PostgresProxy proxy, SeededRandom random)
    {
        ConnectionCut cut = random.OneOf(Enum.GetValues<ConnectionCut>());
        proxy.Arm(random.Between(1, MostQuestionsBetweenCuts), cut);
        return cut;
    }

    /// <returns>Whether everything was applied.</returns>
    private static async Task<bool> TryCatchUpAsync(TestGateway gateway)
    {
        try
        {
            await gateway.CatchUpAsync();
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Assert.That(DatabaseFault.IsPassing(error), Is.True, $"A gateway that lives on would not try again after {error}");
            return false;
        }
    }

    /// <summary>A process that died is started again; one that lives on asks again.</summary>
    private static void Recover(TestGateway gateway, PostgresProxy proxy, ConnectionCut cut)
    {
        proxy.Heal();
        if (cut != ConnectionCut.ByTheServer)
        {
            gateway.Restart();
        }
    }
}
