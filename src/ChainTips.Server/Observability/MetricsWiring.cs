using ChainTips.Server.Configuration;

namespace ChainTips.Server.Observability;

/// <summary>Puts the measuring into the server. Without anybody who asks for metrics, nothing is gathered.</summary>
internal static class MetricsWiring
{
    public static void AddGatewayMetrics(this IServiceCollection services, MetricsSettings settings)
    {
        services.AddSingleton<GatewayMetrics>();
        if (!settings.AreWanted)
        {
            return;
        }

        services.AddSingleton<BacklogSampler>();
        services.AddHostedService(provider => provider.GetRequiredService<BacklogSampler>());
        services.AddSingleton<ChainGauges>();
        services.AddSingleton<EndpointGauges>();
        services.AddSingleton<BacklogGauges>();
        services.AddSingleton<GatewayTelemetry>();
    }

    public static void UseGatewayMetrics(this WebApplication app)
    {
        MetricsSettings settings = app.Services.GetRequiredService<GatewayConfiguration>().Metrics;
        if (!settings.AreWanted)
        {
            return;
        }

        // Whoever gathers listens before anything is counted.
        app.Services.GetRequiredService<GatewayTelemetry>();
        app.Services.GetRequiredService<ChainGauges>();
        app.Services.GetRequiredService<EndpointGauges>();
        app.Services.GetRequiredService<BacklogGauges>();
        app.Services.GetRequiredService<GatewayMetrics>().StartAtZero();
        MetricsEndpoint.Map(app, settings.Access);
    }
}
