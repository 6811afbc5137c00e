import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.Table;
import org.gephi.graph.api.types.IntervalMap;
import org.gephi.io.exporter.preview.PDFExporter;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.importer.api.Issue;
import org.gephi.io.importer.api.Report;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.preview.api.PreviewController;
import org.gephi.preview.api.PreviewProperties;
import org.gephi.preview.api.PreviewProperty;
import org.gephi.preview.types.DependantColor;
import org.gephi.preview.types.EdgeColor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.openide.util.Lookup;

/**
 * What Gephi makes of files, told as JSON on standard output: one line for each file.
 *
 * <p>{@code java -cp gephi-toolkit-all.jar Gephi.java read FILE…} imports each into a workspace of its own as the
 * desktop does when its import dialogue is closed with OK: the importer by the file's ending, "new workspace", automatic
 * scaling, missing nodes made, parallel edges of one kind summed. {@code … draw FILE PNG WIDTH HEIGHT …} does the same
 * and writes what the preview shows.
 */
public final class Gephi {

    private static final Gson JSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    /** Longer labels are cut in pictures. */
    private static final int LONGEST = 28;

    public static void main(String[] words) throws Exception {
        // Libraries print to standard output; what is told goes there alone.
        PrintStream told = System.out;
        System.setOut(System.err);
        try (Writer out = new OutputStreamWriter(told, StandardCharsets.UTF_8)) {
            for (int i = 1; i < words.length; i += words[0].equals("draw") ? 4 : 1) {
                Lookup.getDefault().lookup(ProjectController.class).newProject();
                Map<String, Object> found = read(new File(words[i]));
                out.write(JSON.toJson(found) + "\n");
                if (words[0].equals("draw")) {
                    draw(new File(words[i + 1]), Integer.parseInt(words[i + 2]), Integer.parseInt(words[i + 3]));
                }
            }
        }
        // The platform's threads would keep the process.
        System.exit(0);
    }

    private static Map<String, Object> read(File file) throws Exception {
        ImportController controller = Lookup.getDefault().lookup(ImportController.class);
        List<Map<String, String>> issues = new ArrayList<>();
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("issues", issues);
        Container container;
        try {
            container = controller.importFile(file);
        } catch (RuntimeException error) {
            issues.add(Map.of("level", "CRITICAL", "message", String.valueOf(error)));
            return found;
        }
        if (container == null) {
            issues.add(Map.of("level", "CRITICAL", "message", "no importer takes the file"));
            return found;
        }
        container.verify();
        addIssues(container.getReport(), issues);
        found.put("metadata", metadata(container));
        DefaultProcessor processor = new DefaultProcessor();
        controller.process(container, processor, null);
        addIssues(processor.getReport(), issues);
        Workspace workspace = Lookup.getDefault().lookup(ProjectController.class).getCurrentWorkspace();
        describe(Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace), found);
        return found;
    }

    private static Map<String, String> metadata(Container container) {
        Map<String, String> found = new LinkedHashMap<>();
        if (container.getUnloader().getMetadata() != null) {
            found.put("title", container.getUnloader().getMetadata().getTitle());
            found.put("description", container.getUnloader().getMetadata().getDescription());
        }
        return found;
    }

    private static void addIssues(Report report, List<Map<String, String>> issues) {
        if (report == null) {
            return;
        }
        report.close();
        for (Iterator<Issue> all = report.getIssues(Integer.MAX_VALUE); all.hasNext();) {
            Issue issue = all.next();
            issues.add(Map.of("level", issue.getLevel().name(), "message", String.valueOf(issue.getMessage())));
        }
    }

    private static void describe(GraphModel model, Map<String, Object> found) {
        found.put("bounds", ends(model.getTimeBounds()));
        found.put("time", model.getConfiguration().getTimeRepresentation() + " " + model.getTimeFormat());
        found.put("columns", Map.of("node", columns(model.getNodeTable()), "edge", columns(model.getEdgeTable())));
        List<Object> nodes = new ArrayList<>();
        for (Node node : model.getGraph().getNodes().toArray()) {
            Map<String, Object> one = element(node);
            one.put("x", node.x());
            one.put("y", node.y());
            one.put("size", node.size());
            nodes.add(one);
        }
        List<Object> edges = new ArrayList<>();
        for (Edge edge : model.getGraph().getEdges().toArray()) {
            Map<String, Object> one = element(edge);
            one.put("source", edge.getSource().getId());
            one.put("target", edge.getTarget().getId());
            one.put("kind", edge.getTypeLabel());
            one.put("weight", edge.getWeight());
            one.put("directed", edge.isDirected());
            edges.add(one);
        }
        found.put("nodes", nodes);
        found.put("edges", edges);
    }

    private static Map<String, String> columns(Table table) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Column column : table) {
            if (!column.isProperty()) {
                found.put(column.getId(), column.getTypeClass().getSimpleName());
            }
        }
        return found;
    }

    private static Map<String, Object> element(Element element) {
        Map<String, Object> one = new LinkedHashMap<>();
        Color colour = element.getColor();
        one.put("id", element.getId());
        one.put("label", element.getLabel());
        one.put("colour", List.of(colour.getRed(), colour.getGreen(), colour.getBlue(), colour.getAlpha()));
        List<Object> spells = new ArrayList<>();
        for (Interval spell : element.getIntervals()) {
            spells.add(ends(spell));
        }
        one.put("spells", spells);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Column column : element.getTable()) {
            Object value = element.getAttribute(column);
            if (!column.isProperty() && value != null) {
                values.put(column.getId(), plain(value));
            }
        }
        one.put("values", values);
        return one;
    }

    /** A value as JSON has it: lists as arrays, what changes over time as [first, last, value]. */
    private static Object plain(Object value) {
        if (value instanceof IntervalMap<?> map) {
            List<Object> found = new ArrayList<>();
            for (Interval spell : map.toKeysArray()) {
                List<Object> one = ends(spell);
                one.add(map.get(spell, null));
                found.add(one);
            }
            return found;
        }
        if (value.getClass().isArray()) {
            List<Object> found = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                found.add(Array.get(value, i));
            }
            return found;
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** First and last millisecond since 1970; an open end is null. */
    private static List<Object> ends(Interval spell) {
        List<Object> found = new ArrayList<>();
        for (double end : new double[] {spell.getLow(), spell.getHigh()}) {
            found.add(Double.isInfinite(end) ? null : (Object) (long) end);
        }
        return found;
    }

    /** What the preview shows of the workspace: quiet edges, larger labels on larger nodes, and none on another. */
    private static void draw(File picture, int width, int height) throws Exception {
        Workspace workspace = Lookup.getDefault().lookup(ProjectController.class).getCurrentWorkspace();
        int font = label(Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace));
        PreviewController controller = Lookup.getDefault().lookup(PreviewController.class);
        PreviewProperties look = controller.getModel(workspace).getProperties();
        look.putValue(PreviewProperty.SHOW_NODE_LABELS, true);
        look.putValue(PreviewProperty.NODE_LABEL_FONT, new Font("Liberation Sans", Font.PLAIN, font));
        look.putValue(PreviewProperty.NODE_LABEL_PROPORTIONAL_SIZE, false);
        look.putValue(PreviewProperty.NODE_LABEL_SHORTEN, true);
        look.putValue(PreviewProperty.NODE_LABEL_MAX_CHAR, LONGEST);
        look.putValue(PreviewProperty.NODE_LABEL_OUTLINE_SIZE, 5f);
        look.putValue(PreviewProperty.NODE_LABEL_OUTLINE_COLOR, new DependantColor(Color.WHITE));
        look.putValue(PreviewProperty.NODE_LABEL_OUTLINE_OPACITY, 80f);
        look.putValue(PreviewProperty.NODE_BORDER_WIDTH, 0f);
        look.putValue(PreviewProperty.EDGE_CURVED, false);
        look.putValue(PreviewProperty.EDGE_COLOR, new EdgeColor(new Color(120, 120, 120)));
        look.putValue(PreviewProperty.EDGE_OPACITY, 30f);
        look.putValue(PreviewProperty.EDGE_RESCALE_WEIGHT, true);
        look.putValue(PreviewProperty.EDGE_RESCALE_WEIGHT_MIN, 1.5f);
        look.putValue(PreviewProperty.EDGE_RESCALE_WEIGHT_MAX, 16f);
        look.putValue(PreviewProperty.ARROW_SIZE, 0f);
        controller.refreshPreview(workspace);
        // Gephi's exporter to PNG wants a screen, that to PDF does not.
        PDFExporter exporter = new PDFExporter();
        exporter.setWorkspace(workspace);
        exporter.setPageSize(new PDRectangle(width, height));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        exporter.setOutputStream(page);
        exporter.execute();
        try (PDDocument document = PDDocument.load(page.toByteArray())) {
            ImageIO.write(new PDFRenderer(document).renderImage(0), "png", picture);
        }
    }

    /** Shows the labels that lie on no larger node's, and gives the size of the smallest, in units of the graph. */
    private static int label(GraphModel model) {
        Node[] nodes = model.getGraph().getNodes().toArray();
        Arrays.sort(nodes, Comparator.comparing((Node node) -> -node.size()).thenComparing(node -> (String) node.getId()));
        float reach = 1;
        for (Node node : nodes) {
            reach = Math.max(reach, Math.max(Math.abs(node.x()), Math.abs(node.y())));
        }
        int font = Math.max(1, Math.round(reach / 56));
        List<Rectangle2D> taken = new ArrayList<>();
        for (Node node : nodes) {
            float larger = 1 + node.size() / 60;
            double high = font * larger;
            double wide = 0.56 * high * Math.min(node.getLabel().length(), LONGEST + 3);
            Rectangle2D box = new Rectangle2D.Double(node.x() - wide / 2, node.y() - high / 2, wide, high);
            boolean free = taken.stream().noneMatch(box::intersects);
            if (free) {
                taken.add(box);
            }
            node.getTextProperties().setSize(larger);
            node.getTextProperties().setVisible(free);
        }
        return font;
    }
}
