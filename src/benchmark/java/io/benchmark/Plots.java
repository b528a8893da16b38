package io.benchmark;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** The report's pictures. */
final class Plots {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    private static final int DOTS_PER_INCH = 110;

    private final Report report;

    Plots(Report report) {
        this.report = report;
    }

    void throughput(String file, String title, Race race, List<String> contestants) throws IOException {
        XYChart chart = chart(title, "callers", "commands a second");
        chart.getStyler().setXAxisLogarithmic(true).setXAxisDecimalPattern("#");
        for (String contestant : contestants) {
            List<Integer> callers = race.callers(contestant);
            chart.addSeries(
                    contestant,
                    callers,
                    callers.stream().map(n -> race.rate(contestant, n).median()).toList());
        }
        save(chart, file, title);
    }

    /** The share of commands that take at least so long, down to one in ten thousand. */
    void latencies(String file, String title, Map<String, Histogram> latencies) throws IOException {
        XYChart chart = chart(title, "slower than so many per cent of the commands", "ms");
        chart.getStyler().setYAxisLogarithmic(true).setYAxisDecimalPattern("#.##");
        latencies.forEach((contestant, histogram) -> {
            List<Double> percentiles = new ArrayList<>();
            List<Double> milliseconds = new ArrayList<>();
            for (double percentile = 0; percentile <= 99.9; percentile += 0.1) {
                percentiles.add(percentile);
                milliseconds.add(histogram.getValueAtPercentile(percentile) / 1e6);
            }
            chart.addSeries(contestant, percentiles, milliseconds);
        });
        chart.getStyler().setMarkerSize(0);
        save(chart, file, title);
    }

    /** A cost, in microseconds, against a size. */
    void cost(String file, String title, String sizeIs, Map<Long, Figure> costs) throws IOException {
        XYChart chart = chart(title, sizeIs, "µs");
        chart.getStyler().setXAxisLogarithmic(true).setYAxisMin(0.0);
        List<Figure> figures = List.copyOf(costs.values());
        chart.addSeries(
                Row.OURS,
                List.copyOf(costs.keySet()),
                figures.stream().map(Figure::median).toList(),
                figures.stream()
                        .map(figure -> (figure.most() - figure.least()) / 2)
                        .toList());
        save(chart, file, title);
    }

    private static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler()
                .setLegendPosition(Styler.LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE)
                .setSeriesColors(new Color[] {
                    new Color(0x00, 0x72, 0xB2),
                    new Color(0x33, 0x33, 0x33),
                    new Color(0xD5, 0x5E, 0x00),
                    new Color(0x00, 0x9E, 0x73)
                });
        return chart;
    }

    private void save(XYChart chart, String file, String title) throws IOException {
        BitmapEncoder.saveBitmapWithDPI(
                chart, report.folder().resolve(file).toString(), BitmapEncoder.BitmapFormat.PNG, DOTS_PER_INCH);
        report.addPlot(title, file);
    }
}
