// Draws the charts of a page: each canvas carries its bars as data, made by the controller; Chart.js does the drawing.
// The table beside a chart says the same, so nothing is lost where no script runs.

const look = getComputedStyle(document.documentElement);
const colour = (name) => look.getPropertyValue(name).trim();
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const BAR_PX = 34;
const AROUND_PX = 96;

const { Chart } = window;
Chart.defaults.font.family = '"Noto Sans", sans-serif';
Chart.defaults.font.size = 15;
Chart.defaults.color = colour("--ink");
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;

// The figure at the end of a lone bar, so that nobody has to follow grid lines.
const values = {
  id: "values",
  afterDatasetsDraw(chart) {
    if (chart.data.datasets.length > 1) return;
    const { ctx, scales, chartArea } = chart;
    const lying = chart.options.indexAxis === "y";
    const room = lying ? BAR_PX : chartArea.width / Math.max(1, chart.data.labels.length);
    if (room < 26) return;
    ctx.save();
    ctx.font = `700 14px ${Chart.defaults.font.family}`;
    ctx.fillStyle = colour("--ink");
    chart.getDatasetMeta(0).data.forEach((bar, place) => {
      const value = chart.data.datasets[0].data[place];
      if (value === null) return;
      ctx.textAlign = lying ? "left" : "center";
      ctx.textBaseline = lying ? "middle" : "bottom";
      ctx.fillText(number.format(value), lying ? bar.x + 6 : bar.x, lying ? bar.y : Math.max(bar.y - 3, scales.y.top + 12));
    });
    ctx.restore();
  },
};

function axis(words, more) {
  return { title: { display: words !== "", text: words, color: colour("--soft") }, ...more };
}

function settings(spec) {
  const lying = !spec.along;
  const counted = axis(spec.measure, {
    beginAtZero: true,
    stacked: spec.stacked,
    grace: spec.series.length > 1 ? 0 : "8%",
    max: spec.scale === "percent" ? 100 : undefined,
    grid: { color: "#D5DAE1" },
    ticks: { precision: spec.scale === "count" ? 0 : undefined, callback: (value) => number.format(value) },
  });
  const named = axis(lying ? "" : spec.axis, { stacked: spec.stacked, grid: { display: false }, ticks: { autoSkip: !lying, maxRotation: 0 } });
  return {
    type: "bar",
    data: {
      labels: spec.labels,
      datasets: spec.series.map((one) => ({
        label: one.name,
        data: one.values,
        backgroundColor: one.colours,
        borderColor: colour("--ground"),
        borderWidth: spec.stacked ? 1 : 0,
        maxBarThickness: BAR_PX,
      })),
    },
    options: {
      indexAxis: lying ? "y" : "x",
      scales: lying ? { x: counted, y: named } : { x: named, y: counted },
      onClick: (event, found, chart) => {
        const link = spec.links[chart.getElementsAtEventForMode(event, "index", { axis: lying ? "y" : "x", intersect: false }, true)[0]?.index];
        if (link) location.assign(link);
      },
      plugins: {
        legend: { display: spec.series.length > 1, align: "start", labels: { boxWidth: 18 } },
        tooltip: {
          callbacks: {
            title: ([first]) => spec.full[first.dataIndex],
            label: (item) => ` ${item.dataset.label}: ${number.format(item.raw)} ${spec.measure}`,
          },
        },
      },
    },
    plugins: [values],
  };
}

export function draw() {
  for (const canvas of document.querySelectorAll("canvas[data-chart]")) {
    const spec = JSON.parse(canvas.dataset.chart);
    const beside = spec.series.length > 1 && !spec.stacked ? 1.4 : 1;
    if (!spec.along) canvas.parentElement.style.height = `${AROUND_PX + spec.labels.length * BAR_PX * beside}px`;
    Chart.getChart(canvas)?.destroy();
    new Chart(canvas, settings(spec));
    canvas.dataset.drawn = "";
  }
}
