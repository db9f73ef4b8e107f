using System.Text.Json.Serialization;
using ChainTips.Chain;
using ChainTips.PaymentRequests;
using ChainTips.Policies;
using ChainTips.Server.Api;
using ChainTips.Server.Configuration;
using ChainTips.Server.Following;
using ChainTips.Server.Observability;
using ChainTips.Server.Pages;
using ChainTips.Server.Relaying;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace ChainTips.Server.Http;

/// <summary>Puts the server together: one watcher for each chain, the API, the pages.</summary>
internal static class GatewayApp
{
    private const long LargestBody = 64 * 1024;

    /// <summary>Builds the server; it is not started.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, GatewayConfiguration configuration, IGatewayDatabase database)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        AddGateway(builder.Services, configuration, database);
        AddHttp(builder.Services);
        WebApplication app = builder.Build();

        // Nobody asks for the gauges; they are there from the start for whoever listens to the meter.
        UseHttp(app);
        return app;
    }

    private static void AddGateway(IServiceCollection services, GatewayConfiguration configuration, IGatewayDatabase database)
    {
        TimeProvider clock = new MillisecondClock();
        Dictionary<ulong, EndpointPool> pools = [];
        services.AddSingleton(clock);
        services.AddSingleton(configuration);
        services.AddSingleton(database);
        services.AddSingleton(new FollowedChains(configuration.Chains, pools));
        services.AddSingleton<GatewayStop>();
        services.AddGatewayMetrics(configuration.Metrics);
        services.AddSingleton<IdempotentWriter>();
        services.AddSingleton<PaymentRequestFactory>();
        services.AddSingleton<BasketFactory>();
        services.AddSingleton<TransferDecisions>();
        services.AddSingleton<ChainAnswers>();
        services.AddSingleton(FinalityOf(configuration.Policy));
        services.AddSingleton(new PolicyGate(configuration.Policy, clock));
        services.AddHostedService<PolicyPreparation>();
        services.AddSingleton(new GatewaySigner(SigningKey.Load(configuration)));
        services.AddSingleton<ReceiptIssuers>();
        services.AddSingleton<RelayStations>();
        services.AddSingleton<RelayParts>();
        foreach (ConfiguredChain chain in configuration.Chains)
        {
            EndpointPool pool = EndpointPools.Create(chain, clock);
            pools.Add(chain.Settings.ChainId, pool);
            services.AddKeyedSingleton<IChainSource>(chain.Settings.ChainId, pool);
            WakeUp wakeUp = new();
            services.AddSingleton<IHostedService>(
                provider => ActivatorUtilities.CreateInstance<ChainWatcher>(provider, chain, pool, wakeUp));
            if (chain.WebSocket is Uri announcer)
            {
                services.AddSingleton<IHostedService>(
                    provider => ActivatorUtilities.CreateInstance<HeadListener>(provider, chain, announcer, wakeUp));
            }

            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<ReceiptWorker>(provider, chain));
            if (chain.Relayer is not null)
            {
                services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<RelayWorker>(provider, chain));
            }
        }
    }

    private static FinalityByAmount FinalityOf(Policy policy) => new(policy.Tokens.Select(rules => KeyValuePair.Create(
        rules.Token,
        new FinalityThresholds(rules.Finality.Seen ?? 0, UInt128.Max(rules.Finality.Seen ?? 0, rules.Finality.Safe ?? 0)))));

    private static void AddHttp(IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemWriter>();
        services.Configure<ExceptionHandlerOptions>(options => options.SuppressDiagnosticsCallback = _ => true);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddAuthentication(ApiKeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddAuthorization();
        services.AddProblemDetails();
        services.AddRazorComponents();

        // The pages have no forms that change anything; keys to protect them would only be files in somebody's home.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddOpenApi(OpenApiDescription.Describe);
    }

    private static void UseHttp(WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(ProblemWriter.WriteEmptyAsync);
        app.UseStaticFiles();
        app.Use((http, next) =>
        {
            // An idempotency key is bound to the body, which is read a second time for it.
            http.Request.EnableBuffering();
            return next(http);
        });
        app.UseAuthentication();
        app.UseAuthorization();
        RouteGroupBuilder v1 = app.MapGroup("/v1");
        CreatorEndpoints.Map(v1);
        CreatorReferenceEndpoints.Map(v1);
        PostEndpoints.Map(v1);
        PaymentRequestEndpoints.Map(v1);
        IntentEndpoints.Map(v1);
        SignedCallEndpoint.Map(v1);
        ClaimEndpoints.Map(v1);
        PaymentEndpoints.Map(v1);
        PolicyEndpoints.Map(v1);
        ReceiptEndpoints.Map(v1);
        RelayEndpoints.Map(v1);
        WellKnownEndpoint.Map(app);
        LedgerEndpoints.Map(v1);
        InboxEndpoints.Map(v1);
        InboxDecisionEndpoints.Map(v1);
        DepositEndpoints.Map(v1);
        RefundEndpoints.Map(v1);
        ChainEndpoints.Map(v1);
        HealthEndpoints.Map(app);
        app.UseGatewayMetrics();
        PayPageEndpoint.Map(app);
        app.MapOpenApi();
    }
}
