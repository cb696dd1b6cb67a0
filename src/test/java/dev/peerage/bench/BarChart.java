package dev.peerage.bench;

import java.util.List;
import java.util.Locale;

/** Draws figures as pairs of bars, each above its limit, with a line from the least to the most of the rounds. SVG 1.1. */
final class BarChart {

    private static final int LABELS = 300;
    private static final int BARS = 460;
    private static final int NUMBERS = 140;
    private static final int BAR = 16;
    private static final int PAIR = 52;
    private static final int TOP = 64;

    private final StringBuilder svg = new StringBuilder();
    private final double most;

    private BarChart(List<Figure> figures) {
        this.most = figures.stream()
                .mapToDouble(figure ->
                        Math.max(figure.measured().most(), figure.limit().most()))
                .max()
                .orElse(1);
    }

    static String of(String title, List<Figure> figures) {
        return new BarChart(figures).draw(title, figures);
    }

    private String draw(String title, List<Figure> figures) {
        int width = LABELS + BARS + NUMBERS;
        int height = TOP + figures.size() * PAIR + 12;
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
                        + "font-family=\"system-ui, sans-serif\" font-size=\"13\">",
                width, height, width, height);
        add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
        text(16, 26, "start", "#1b1f24", title, "font-size=\"16\" font-weight=\"600\"");
        key(LABELS, "#2f6fb2", "measured");
        key(LABELS + 110, "#c3c9d0", "limit");
        for (int i = 0; i < figures.size(); i++) {
            pair(figures.get(i), TOP + i * PAIR);
        }
        add("</svg>");
        return svg.toString();
    }

    private void key(int x, String colour, String meaning) {
        add("<rect x=\"%d\" y=\"38\" width=\"12\" height=\"12\" fill=\"%s\"/>", x, colour);
        text(x + 18, 49, "start", "#57606a", meaning, "");
    }

    private void pair(Figure figure, int y) {
        text(LABELS - 12, y + BAR, "end", "#1b1f24", figure.name(), "");
        text(LABELS - 12, y + BAR + 17, "end", "#57606a", figure.unit() + " a second", "font-size=\"11\"");
        bar(
                y,
                figure.measured(),
                "#2f6fb2",
                String.format(
                        Locale.ROOT,
                        "%,.0f (%.0f %%)",
                        figure.measured().median(),
                        figure.share().median() * 100));
        bar(
                y + BAR + 2,
                figure.limit(),
                "#c3c9d0",
                String.format(Locale.ROOT, "%,.0f", figure.limit().median()));
    }

    private void bar(int y, Spread spread, String colour, String label) {
        double end = x(spread.median());
        add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", LABELS, y, end - LABELS, BAR, colour);
        double middle = y + BAR / 2.0;
        add(
                "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#1b1f24\" stroke-width=\"1.5\"/>",
                x(spread.least()), middle, x(spread.most()));
        text(Math.max(end, x(spread.most())) + 6, y + BAR - 3, "start", "#1b1f24", label, "");
    }

    private double x(double value) {
        return LABELS + BARS * value / most;
    }

    private void text(double x, double y, String anchor, String colour, String text, String more) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\" %s>%s</text>",
                x, y, anchor, colour, more, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String element, Object... values) {
        svg.append(String.format(Locale.ROOT, element, values)).append('\n');
    }
}
