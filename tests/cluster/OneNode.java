// One OpenSearch node on loopback, from jars alone, for tests:
//   java -cp 'JARS/*' OneNode.java FOLDER NUMBER NODES PORT
// is node NUMBER (from 1) of NODES; it answers at PORT + NUMBER, the nodes speak to each other 100 above that.
// OpenSearch 2 takes its plug-ins as classes, OpenSearch 3 as descriptions of them: both are made here.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.Version;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.PluginInfo;

public class OneNode extends Node {
    static final List<String> PLUGINS = List.of(
        "org.opensearch.transport.Netty4", "org.opensearch.analysis.common.CommonAnalysis",
        "org.opensearch.painless.Painless", "org.opensearch.index.reindex.Reindex");

    @SuppressWarnings({"unchecked", "rawtypes"})
    OneNode(Settings settings, String name, Collection plugins) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> name), plugins, true);
    }

    static Object plugin(String name) throws ClassNotFoundException {
        if (Version.CURRENT.major < 3) return Class.forName(name + "Plugin");
        String module = name + "ModulePlugin";
        return new PluginInfo(module, "from the class path", "1", Version.CURRENT, "21", module, null, List.of(), false);
    }

    public static void main(String[] arguments) throws Exception {
        String name = "n" + arguments[1];
        int number = Integer.parseInt(arguments[1]), nodes = Integer.parseInt(arguments[2]), port = Integer.parseInt(arguments[3]);
        List<String> names = new ArrayList<>(), hosts = new ArrayList<>();
        for (int other = 1; other <= nodes; other++) {
            names.add("n" + other);
            hosts.add("127.0.0.1:" + (port + 100 + other));
        }
        Path home = Path.of(arguments[0], name);
        Files.createDirectories(home.resolve("config"));
        List<Object> plugins = new ArrayList<>();
        for (String plugin : PLUGINS) plugins.add(plugin(plugin));
        Settings settings = Settings.builder()
            .put("path.home", home).put("cluster.name", "archive-" + port).put("node.name", name).put("network.host", "127.0.0.1")
            .put("http.port", port + number).put("transport.port", port + 100 + number)
            .putList("discovery.seed_hosts", hosts).putList("cluster.initial_cluster_manager_nodes", names)
            // A test's machine may be nearly full, and has few processors for all nodes.
            .put("cluster.routing.allocation.disk.threshold_enabled", false).put("node.processors", 1)
            .put("action.destructive_requires_name", false).put("indices.query.bool.max_clause_count", 4096)
            // A clock without ticks: what a test deletes is forgotten at once, before the next begins with its numbers.
            .put("thread_pool.estimated_time_interval", "0ms")
            // Each test has indices of its own, which come and go quickly.
            .put("cluster.max_shards_per_node", 5000).build();
        new OneNode(settings, name, plugins).start();
        Thread.currentThread().join();
    }
}
