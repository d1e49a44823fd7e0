namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>The elements of HTML and SVG by their names, for <c>using static</c>; any other is <c>_.name</c>.</summary>
public static class PocketViewTags
{
    /// <summary>Any element: <c>_.dialog("text")</c>.</summary>
    public static dynamic _ => new PocketView();

    /// <summary>An element <c>a</c>.</summary>
    public static dynamic a => new PocketView(nameof(a));

    /// <summary>An element <c>area</c>.</summary>
    public static dynamic area => new PocketView(nameof(area));

    /// <summary>An element <c>aside</c>.</summary>
    public static dynamic aside => new PocketView(nameof(aside));

    /// <summary>An element <c>b</c>.</summary>
    public static dynamic b => new PocketView(nameof(b));

    /// <summary>An element <c>body</c>.</summary>
    public static dynamic body => new PocketView(nameof(body));

    /// <summary>An element <c>br</c>.</summary>
    public static dynamic br => new PocketView(nameof(br));

    /// <summary>An element <c>button</c>.</summary>
    public static dynamic button => new PocketView(nameof(button));

    /// <summary>An element <c>caption</c>.</summary>
    public static dynamic caption => new PocketView(nameof(caption));

    /// <summary>An element <c>center</c>.</summary>
    public static dynamic center => new PocketView(nameof(center));

    /// <summary>An element <c>circle</c>.</summary>
    public static dynamic circle => new PocketView(nameof(circle));

    /// <summary>An element <c>code</c>.</summary>
    public static dynamic code => new PocketView(nameof(code));

    /// <summary>An element <c>colgroup</c>.</summary>
    public static dynamic colgroup => new PocketView(nameof(colgroup));

    /// <summary>An element <c>dd</c>.</summary>
    public static dynamic dd => new PocketView(nameof(dd));

    /// <summary>An element <c>details</c>.</summary>
    public static dynamic details => new PocketView(nameof(details));

    /// <summary>An element <c>div</c>.</summary>
    public static dynamic div => new PocketView(nameof(div));

    /// <summary>An element <c>dl</c>.</summary>
    public static dynamic dl => new PocketView(nameof(dl));

    /// <summary>An element <c>dt</c>.</summary>
    public static dynamic dt => new PocketView(nameof(dt));

    /// <summary>An element <c>em</c>.</summary>
    public static dynamic em => new PocketView(nameof(em));

    /// <summary>An element <c>figure</c>.</summary>
    public static dynamic figure => new PocketView(nameof(figure));

    /// <summary>An element <c>font</c>.</summary>
    public static dynamic font => new PocketView(nameof(font));

    /// <summary>An element <c>form</c>.</summary>
    public static dynamic form => new PocketView(nameof(form));

    /// <summary>An element <c>g</c>.</summary>
    public static dynamic g => new PocketView(nameof(g));

    /// <summary>An element <c>h1</c>.</summary>
    public static dynamic h1 => new PocketView(nameof(h1));

    /// <summary>An element <c>h2</c>.</summary>
    public static dynamic h2 => new PocketView(nameof(h2));

    /// <summary>An element <c>h3</c>.</summary>
    public static dynamic h3 => new PocketView(nameof(h3));

    /// <summary>An element <c>h4</c>.</summary>
    public static dynamic h4 => new PocketView(nameof(h4));

    /// <summary>An element <c>h5</c>.</summary>
    public static dynamic h5 => new PocketView(nameof(h5));

    /// <summary>An element <c>h6</c>.</summary>
    public static dynamic h6 => new PocketView(nameof(h6));

    /// <summary>An element <c>head</c>.</summary>
    public static dynamic head => new PocketView(nameof(head));

    /// <summary>An element <c>header</c>.</summary>
    public static dynamic header => new PocketView(nameof(header));

    /// <summary>An element <c>hgroup</c>.</summary>
    public static dynamic hgroup => new PocketView(nameof(hgroup));

    /// <summary>An element <c>hr</c>.</summary>
    public static dynamic hr => new PocketView(nameof(hr));

    /// <summary>An element <c>html</c>.</summary>
    public static dynamic html => new PocketView(nameof(html));

    /// <summary>An element <c>i</c>.</summary>
    public static dynamic i => new PocketView(nameof(i));

    /// <summary>An element <c>iframe</c>.</summary>
    public static dynamic iframe => new PocketView(nameof(iframe));

    /// <summary>An element <c>img</c>.</summary>
    public static dynamic img => new PocketView(nameof(img));

    /// <summary>An element <c>input</c>.</summary>
    public static dynamic input => new PocketView(nameof(input));

    /// <summary>An element <c>label</c>.</summary>
    public static dynamic label => new PocketView(nameof(label));

    /// <summary>An element <c>li</c>.</summary>
    public static dynamic li => new PocketView(nameof(li));

    /// <summary>An element <c>line</c>.</summary>
    public static dynamic line => new PocketView(nameof(line));

    /// <summary>An element <c>link</c>.</summary>
    public static dynamic link => new PocketView(nameof(link));

    /// <summary>An element <c>main</c>.</summary>
    public static dynamic main => new PocketView(nameof(main));

    /// <summary>An element <c>menu</c>.</summary>
    public static dynamic menu => new PocketView(nameof(menu));

    /// <summary>An element <c>menuitem</c>.</summary>
    public static dynamic menuitem => new PocketView(nameof(menuitem));

    /// <summary>An element <c>meta</c>.</summary>
    public static dynamic meta => new PocketView(nameof(meta));

    /// <summary>An element <c>meter</c>.</summary>
    public static dynamic meter => new PocketView(nameof(meter));

    /// <summary>An element <c>nav</c>.</summary>
    public static dynamic nav => new PocketView(nameof(nav));

    /// <summary>An element <c>ol</c>.</summary>
    public static dynamic ol => new PocketView(nameof(ol));

    /// <summary>An element <c>optgroup</c>.</summary>
    public static dynamic optgroup => new PocketView(nameof(optgroup));

    /// <summary>An element <c>option</c>.</summary>
    public static dynamic option => new PocketView(nameof(option));

    /// <summary>An element <c>p</c>.</summary>
    public static dynamic p => new PocketView(nameof(p));

    /// <summary>An element <c>pre</c>.</summary>
    public static dynamic pre => new PocketView(nameof(pre));

    /// <summary>An element <c>progress</c>.</summary>
    public static dynamic progress => new PocketView(nameof(progress));

    /// <summary>An element <c>q</c>.</summary>
    public static dynamic q => new PocketView(nameof(q));

    /// <summary>An element <c>script</c>.</summary>
    public static dynamic script => new PocketView(nameof(script));

    /// <summary>An element <c>section</c>.</summary>
    public static dynamic section => new PocketView(nameof(section));

    /// <summary>An element <c>select</c>.</summary>
    public static dynamic select => new PocketView(nameof(select));

    /// <summary>An element <c>small</c>.</summary>
    public static dynamic small => new PocketView(nameof(small));

    /// <summary>An element <c>source</c>.</summary>
    public static dynamic source => new PocketView(nameof(source));

    /// <summary>An element <c>span</c>.</summary>
    public static dynamic span => new PocketView(nameof(span));

    /// <summary>An element <c>strike</c>.</summary>
    public static dynamic strike => new PocketView(nameof(strike));

    /// <summary>An element <c>style</c>.</summary>
    public static dynamic style => new PocketView(nameof(style));

    /// <summary>An element <c>strong</c>.</summary>
    public static dynamic strong => new PocketView(nameof(strong));

    /// <summary>An element <c>sub</c>.</summary>
    public static dynamic sub => new PocketView(nameof(sub));

    /// <summary>An element <c>summary</c>.</summary>
    public static dynamic summary => new PocketView(nameof(summary));

    /// <summary>An element <c>sup</c>.</summary>
    public static dynamic sup => new PocketView(nameof(sup));

    /// <summary>An element <c>svg</c>.</summary>
    public static dynamic svg => new PocketView(nameof(svg));

    /// <summary>An element <c>table</c>.</summary>
    public static dynamic table => new PocketView(nameof(table));

    /// <summary>An element <c>tbody</c>.</summary>
    public static dynamic tbody => new PocketView(nameof(tbody));

    /// <summary>An element <c>td</c>.</summary>
    public static dynamic td => new PocketView(nameof(td));

    /// <summary>An element <c>text</c>.</summary>
    public static dynamic text => new PocketView(nameof(text));

    /// <summary>An element <c>textarea</c>.</summary>
    public static dynamic textarea => new PocketView(nameof(textarea));

    /// <summary>An element <c>tfoot</c>.</summary>
    public static dynamic tfoot => new PocketView(nameof(tfoot));

    /// <summary>An element <c>th</c>.</summary>
    public static dynamic th => new PocketView(nameof(th));

    /// <summary>An element <c>thead</c>.</summary>
    public static dynamic thead => new PocketView(nameof(thead));

    /// <summary>An element <c>title</c>.</summary>
    public static dynamic title => new PocketView(nameof(title));

    /// <summary>An element <c>tr</c>.</summary>
    public static dynamic tr => new PocketView(nameof(tr));

    /// <summary>An element <c>u</c>.</summary>
    public static dynamic u => new PocketView(nameof(u));

    /// <summary>An element <c>ul</c>.</summary>
    public static dynamic ul => new PocketView(nameof(ul));

    /// <summary>An element <c>video</c>.</summary>
    public static dynamic video => new PocketView(nameof(video));
}
