/** What the script says, in the page's language. */
const english = {
  run: "Run cell {0}",
  running: "running",
  queued: "waiting",
  done: "done in",
  failed: "failed",
  interrupted: "stopped",
  reset: "Back to the original",
  kernelNone: "C# not started",
  kernelWaiting: "C# waits for its turn",
  kernelWaitingWhy: "As many lessons run C# as this machine has memory for. This one starts when you close another lesson's tab.",
  kernelStarting: "C# is starting …",
  kernelIdle: "C# is ready",
  kernelBusy: "C# is running",
  kernelDead: "C# has ended unexpectedly. Your text is safe; variables are gone.",
  kernelEnded: "C# was ended after a long pause. It starts again with the next cell you run.",
  offline: "The course's server is not reachable. Is 'dotnet course.cs' still running? If it was started again, open the address it printed. Trying again …",
  restart: "Restart C#",
  cut: "The rest of this output is not shown: a cell shows at most {0} here.",
  passed: "✓ solved",
  predict: "Your prediction",
  predictRun: "Commit and run",
  noResults: "Nothing found.",
  results: "{0} places",
  claims: "{0} of {1}",
  editor: "C# code, cell {0}",
  output: "output of the cell",
  controlUnknown: "C# was started anew and does not know “{0}” yet: run this cell again.",
  notRead: "A file with what you did could not be read: {0}",
  notSaved: "Your edits cannot be saved: {0}",
  notUnderstood: "The course's server could not understand this page: {0} Reload the page.",
  outdated: "This page is older than the lesson: it has been built again. Reload the page; your edits are kept.",
};

export type Text = typeof english;

const chinese: Text = {
  run: "运行第 {0} 格",
  running: "运行中",
  queued: "排队中",
  done: "完成，用时",
  failed: "出错",
  interrupted: "已停止",
  reset: "恢复原样",
  kernelNone: "C# 未启动",
  kernelWaiting: "C# 在排队",
  kernelWaitingWhy: "同时运行 C# 的课已经占满这台机器的内存。关掉另一课的标签页，这一课就会启动。",
  kernelStarting: "C# 正在启动……",
  kernelIdle: "C# 已就绪",
  kernelBusy: "C# 运行中",
  kernelDead: "C# 意外退出了。你写的内容都在，变量没有了。",
  kernelEnded: "C# 因长时间没有使用而结束，运行任意一格会重新启动。",
  offline: "连不上课程的服务。「dotnet course.cs」还在运行吗？如果重新启动过，请打开它新给出的地址。正在重试……",
  restart: "重启 C#",
  cut: "后面的输出不再显示：这里每格最多显示 {0}。",
  passed: "✓ 已解出",
  predict: "你的预测",
  predictRun: "写下并运行",
  noResults: "没有找到。",
  results: "{0} 处",
  claims: "{1} 条中的 {0} 条",
  editor: "C# 代码，第 {0} 格",
  output: "这一格的输出",
  controlUnknown: "C# 重新启动过，还不认识“{0}”：请重新运行这一格。",
  notRead: "有一个记录文件没能读出来：{0}",
  notSaved: "修改没能保存：{0}",
  notUnderstood: "课程的服务没有看懂这个页面发来的内容：{0} 请重新载入页面。",
  outdated: "这一课已经重新生成，页面上的是旧的。请重新载入页面，你的修改都在。",
};

export const language: "en" | "zh" = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
export const text: Text = language === "zh" ? chinese : english;

/** Puts values in the places {0}, {1} ... */
export function fill(pattern: string, ...values: (string | number)[]): string {
  return pattern.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
}
