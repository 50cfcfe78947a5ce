import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.SettingImpl;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.configuration.ssl.ClientAuth;
import org.neo4j.configuration.ssl.SslPolicyConfig;
import org.neo4j.configuration.ssl.SslPolicyScope;
import org.neo4j.graphdb.config.Setting;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * A small Neo4j for tests: Bolt only, with authentication, on 127.0.0.1.
 *
 * <p>{@code java -cp 'lib/*' Neo4jServer.java HOME PORT [CERTIFICATES]}: with a folder that holds {@code private.key} and
 * {@code public.crt} it takes encrypted connections only. {@code HOME/neo4j.conf} holds more settings. Stops in order on
 * SIGTERM, and when its standard input closes, so that it never outlives the process that started it.
 */
class Neo4jServer {
    public static void main(String[] args) throws Exception {
        var address = new SocketAddress("127.0.0.1", Integer.parseInt(args[1]));
        // Bolt lingers twice this long when it stops. An Integer in Neo4j 5, a Duration later: hence the parsing.
        var linger = (SettingImpl<?>) GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period;
        var settings = new HashMap<Setting<?>, Object>(Map.of(
                        GraphDatabaseSettings.auth_enabled, true,
                        BoltConnector.enabled, true,
                        BoltConnector.listen_address, address,
                        BoltConnector.advertised_address, address, // where neo4j:// clients are routed to
                        GraphDatabaseSettings.preallocate_logical_logs, false,
                        GraphDatabaseSettings.udc_enabled, false, // no usage reports
                        linger, linger.parse("0")));
        if (args.length > 2) {
            var policy = SslPolicyConfig.forScope(SslPolicyScope.BOLT);
            settings.put(policy.enabled, true);
            settings.put(policy.base_directory, Path.of(args[2]));
            settings.put(policy.client_auth, ClientAuth.NONE);
            settings.put(BoltConnector.encryption_level, BoltConnector.EncryptionLevel.REQUIRED);
        }
        var server = new DatabaseManagementServiceBuilder(Path.of(args[0]))
                .loadPropertiesFromFile(Path.of(args[0], "neo4j.conf"))
                .setConfig(settings)
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        System.out.println("ready on bolt://" + address);
        while (System.in.read() >= 0) {}
        System.exit(0);
    }
}
